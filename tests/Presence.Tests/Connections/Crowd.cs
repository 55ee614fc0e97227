using System.Text.Json;
using Npgsql;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Connections;

/// <summary>
/// Two hundred people with devices on several replicas, and an observer who may see them all. The truth is which devices are
/// connected; what the service says of it is asked over HTTP on both replicas, counted, and heard by someone who watches.
/// </summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int Size = 200;
    private readonly PresenceApp app;
    private readonly TestUser observer;
    private readonly HttpClient[] doors;
    private readonly Dictionary<TestUser, List<HubClient>> devices = [];
    private HubClient watcher = null!;

    private Crowd(PresenceApp app)
    {
        this.app = app;
        observer = app.CreateUser("observer");
        doors = [app.Http(observer, 0), app.Http(observer, 1)];
        People = [.. Enumerable.Range(0, Size).Select(_ => app.CreateUser("user"))];
    }

    public TestUser[] People { get; }

    public static async Task<Crowd> GatherAsync(PresenceApp app)
    {
        var crowd = new Crowd(app);
        await using var database = NpgsqlDataSource.Create(app.Settings["ConnectionStrings:presence-db"]);
        await using var show = database.CreateCommand("INSERT INTO privacy_settings SELECT id, 1, 3, 3, 3, 1, 1 FROM unnest($1) id");
        show.Parameters.Add(new() { Value = crowd.People.Select(person => person.Id).ToArray() });
        await show.ExecuteNonQueryAsync();
        crowd.watcher = await app.ConnectAsync(crowd.observer);
        await crowd.watcher.CallAsync("Watch", new { userIds = crowd.People.Select(person => person.Id) });
        return crowd;
    }

    public async Task EnterAsync(Range people, Uri server)
    {
        foreach (var batch in People[people].Chunk(20))
        {
            await Task.WhenAll(batch.Select(async person =>
            {
                var device = await PresenceApp.ConnectAsync(server, person);
                lock (devices)
                {
                    (devices.TryGetValue(person, out var all) ? all : devices[person] = []).Add(device);
                }
            }));
        }
    }

    /// <summary>They close all their devices, every other one without a goodbye.</summary>
    public async Task LeaveAsync(Range people)
    {
        foreach (var person in People[people])
        {
            foreach (var device in Take(person))
            {
                if (person.Id.ToByteArray()[^1] % 2 == 0)
                {
                    device.Abort();
                }

                await device.DisposeAsync();
            }
        }
    }

    /// <summary>Their devices say nothing any more, and do not count from here on.</summary>
    public IReadOnlyList<HubClient> FallSilent(Range people)
    {
        HubClient[] silent = [.. People[people].SelectMany(Take)];
        foreach (var device in silent)
        {
            device.FallSilent();
        }

        return silent;
    }

    /// <summary>Until nobody is said to be here who is not, and nobody missing who is.</summary>
    public async Task IsToldAsync(TimeSpan within)
    {
        var seen = new Dictionary<string, HashSet<Guid>>();
        try
        {
            await Eventually.IsAsync("the truth is told", async () =>
            {
                var truth = Truth();
                seen["one replica"] = await AskAsync(0);
                seen["the other"] = await AskAsync(1);
                seen["the watcher"] = Heard();
                // The observer is here too.
                return seen.Values.All(truth.SetEquals) && await CountAsync(0) == truth.Count + 1 && await CountAsync(1) == truth.Count + 1;
            }, within);
        }
        catch (TimeoutException e)
        {
            var truth = Truth();
            throw new TimeoutException(
                $"{e.Message} Of {truth.Count}: " + string.Join("; ", seen.Select(entry =>
                    $"{entry.Key} has {entry.Value.Except(truth).Count()} ghosts, misses {truth.Except(entry.Value).Count()}")),
                e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await watcher.DisposeAsync();
        await Task.WhenAll(devices.Values.SelectMany(all => all).Select(async device => await device.DisposeAsync()));
    }

    private List<HubClient> Take(TestUser person)
    {
        lock (devices)
        {
            devices.Remove(person, out var all);
            return all ?? [];
        }
    }

    private HashSet<Guid> Truth()
    {
        lock (devices)
        {
            return [.. devices.Where(entry => entry.Value.Exists(device => !device.Closed.IsCompleted)).Select(entry => entry.Key.Id)];
        }
    }

    private async Task<HashSet<Guid>> AskAsync(int replica)
    {
        var online = new HashSet<Guid>();
        foreach (var ids in People.Select(person => person.Id).Chunk(100))
        {
            var list = await doors[replica].GetAsync($"/api/presence?ids={string.Join(',', ids)}").ShouldBeAsync(200);
            online.UnionWith(list.GetProperty("items").EnumerateArray().Where(IsOnline).Select(UserId));
        }

        return online;
    }

    private HashSet<Guid> Heard() =>
        [.. watcher.Heard("PresenceChanged").GroupBy(UserId).Where(told => IsOnline(told.Last())).Select(told => told.Key)];

    private async Task<long> CountAsync(int replica) =>
        (await doors[replica].GetAsync("/api/presence/summary").ShouldBeAsync(200)).GetProperty("online").GetInt64();

    private static bool IsOnline(JsonElement status) => status.GetProperty("status").GetString() != "offline";

    private static Guid UserId(JsonElement status) => status.GetProperty("userId").GetGuid();
}
