using OneVOne.AppHost.Local.Processes;
using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Local.Dashboard;

/// <summary>What the page shows, as JSON.</summary>
internal sealed record Snapshot(bool Ready, DateTimeOffset Now, IReadOnlyList<ResourceSnapshot> Resources)
{
    public static Snapshot Of(LocalSystem system)
    {
        var memory = MemoryByLeader();
        return new Snapshot(
            system.WasReady,
            DateTimeOffset.UtcNow,
            [.. from replica in system.Replicas
                group replica by replica.Resource into resource
                orderby resource.Key.StopStage
                select new ResourceSnapshot(
                    resource.Key.Name,
                    resource.Key switch
                    {
                        ProjectResource => "service",
                        ExecutableResource => "program",
                        _ => "server",
                    },
                    [.. resource.Select(replica => ReplicaSnapshot.Of(replica, memory))])]);
    }

    // A server's workers count for their server, so their own memory goes up the tree; what they share counts once, as
    // PostgreSQL's buffers are in every one of them.
    private static Dictionary<int, long> MemoryByLeader()
    {
        var all = ProcessInfo.All().ToDictionary(each => each.Pid);
        var sums = new Dictionary<int, long>();
        foreach (var each in all.Values)
        {
            var shared = each.SharedBytes();
            sums[each.Pid] = sums.GetValueOrDefault(each.Pid) + shared;
            for (var pid = each.Pid; all.TryGetValue(pid, out var info); pid = info.Parent)
            {
                sums[pid] = sums.GetValueOrDefault(pid) + each.ResidentBytes - shared;
            }
        }

        return sums;
    }
}

internal sealed record ResourceSnapshot(string Name, string Kind, IReadOnlyList<ReplicaSnapshot> Replicas);

internal sealed record ReplicaSnapshot(
    string Name,
    ReplicaState State,
    bool Healthy,
    string? Unhealthy,
    int? Pid,
    int Restarts,
    int? LastExitCode,
    DateTimeOffset? StartedAt,
    long? MemoryBytes,
    IReadOnlyList<string> Endpoints)
{
    public static ReplicaSnapshot Of(Replica replica, Dictionary<int, long> memory) => new(
        replica.Name,
        replica.State,
        replica.Healthy.IsOpen,
        replica.Unhealthy,
        replica.Pid,
        replica.Restarts,
        replica.LastExitCode,
        replica.StartedAt,
        replica.Pid is { } pid && memory.TryGetValue(pid, out var bytes) ? bytes : null,
        [.. replica.Resource.Endpoints.Select(endpoint => endpoint.Url(replica.Index))]);
}
