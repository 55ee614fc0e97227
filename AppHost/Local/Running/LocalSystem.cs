using OneVOne.AppHost.Local.Ports;
using OneVOne.AppHost.Local.Processes;

namespace OneVOne.AppHost.Local.Running;

/// <summary>All replicas of all resources on one data folder: starts, watches and stops them.</summary>
internal sealed class LocalSystem : IAsyncDisposable
{
    /// <summary>Cold disks and two cores included; who takes longer than this hangs.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IResource> _all;
    private readonly List<ProcessResource> _resources;

    public LocalSystem(IEnumerable<IResource> resources, DataFolder data, string directory, Progress progress)
    {
        Data = data;
        Directory = directory;
        Progress = progress;
        Ledger = new Ledger(data);
        _all = [.. resources];
        _resources = [.. _all.OfType<ProcessResource>()];
    }

    public DataFolder Data { get; }

    /// <summary>The folder of the AppHost project: relative paths of the model start here.</summary>
    public string Directory { get; }

    public Progress Progress { get; }

    public Ledger Ledger { get; }

    public PortPool Ports { get; } = new();

    public bool WasReady { get; private set; }

    public IReadOnlyList<Replica> Replicas { get; private set; } = [];

    /// <summary>Takes the data folder, clears what a killed predecessor left, and gives out the ports.</summary>
    public async Task OpenAsync()
    {
        Data.Acquire();
        await Ledger.EndLeftoversAsync(TimeSpan.FromSeconds(5));

        // Fixed ones first: a random port must not take what somebody asked for by number.
        var wanted = from resource in _resources
                     from endpoint in resource.Endpoints
                     orderby endpoint.Port > 0 descending
                     select (resource, endpoint);
        foreach (var (resource, endpoint) in wanted)
        {
            endpoint.Allocated = endpoint.Port is > 0 and int port
                ? [Ports.Fixed(port, $"the {resource.Name}", "ONEVONE_PORT")]
                : [.. Enumerable.Range(0, resource.Replicas).Select(_ => Ports.Any())];
        }

        Replicas = [.. from resource in _resources
                       from index in Enumerable.Range(0, resource.Replicas)
                       select new Replica(this, resource, index)];
    }

    /// <summary>Starts everything and returns when all of it is healthy.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Replicas.Select(replica => replica.StartAsync()));

        var healthy = Task.WhenAll(Replicas.Select(replica => replica.Healthy.WaitAsync(cancellationToken)));
        var first = await Task.WhenAny(healthy, _failed.Task, Task.Delay(StartTimeout, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (first != healthy && first != _failed.Task)
        {
            throw new StartException(
                $"Not everything became healthy within {StartTimeout.TotalSeconds:0} s:\n" +
                string.Join('\n', Replicas.Where(each => !each.Healthy.IsOpen).Select(Describe)));
        }

        await first;
        await ServicesFile.WriteAsync(Data, _all);
        WasReady = true;
    }

    public void Fail(Exception reason) => _failed.TrySetException(reason);

    public async Task WhenHealthyAsync(IEnumerable<IResource> resources, CancellationToken cancellationToken)
    {
        foreach (var resource in resources)
        {
            if (resource is ConnectionStringResource derived)
            {
                await WhenHealthyAsync(derived.WaitsFor, cancellationToken);
            }

            foreach (var replica in Replicas.Where(each => each.Resource == resource))
            {
                await replica.Healthy.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>The gateway first, so that no new work comes in; the servers last, as services still write.</summary>
    public async Task StopAsync()
    {
        foreach (var stage in Replicas.GroupBy(replica => replica.Resource.StopStage).OrderBy(stage => stage.Key))
        {
            await Task.WhenAll(stage.Select(replica => replica.StopAsync()));
        }
    }

    public void Abandon()
    {
        foreach (var replica in Replicas)
        {
            replica.Abandon();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (var replica in Replicas)
        {
            replica.Dispose();
        }
    }

    private static string Describe(Replica replica) =>
        $"    {replica.Name}: {replica.State}{(replica.Unhealthy is { } why ? $", {why}" : "")}; log: {replica.Log.File}";
}
