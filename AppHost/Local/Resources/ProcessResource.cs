using OneVOne.AppHost.Local.Health;
using OneVOne.AppHost.Local.Processes;
using OneVOne.AppHost.Local.Running;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that is one or more processes of this machine.</summary>
public abstract class ProcessResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithWaitSupport, IResourceWithEndpoints
{
    internal Dictionary<string, IValueProvider> Environment { get; } = [];

    internal List<IValueProvider> Arguments { get; } = [];

    internal List<EndpointAnnotation> Endpoints { get; } = [];

    internal List<IHealthProbe> Probes { get; } = [];

    /// <summary>Whose addresses it is told. Kept until start, as replicas may be set after the reference.</summary>
    internal List<ProcessResource> References { get; } = [];

    internal int Replicas { get; set; } = 1;

    /// <summary>Resources stop together with those of their stage, the lowest stage first.</summary>
    internal virtual StopStage StopStage => StopStage.Service;

    internal virtual Signal StopSignal => Signal.Terminate;

    /// <summary>What the kernel sends when the AppHost is gone without a word.</summary>
    internal virtual Signal OrphanSignal => Signal.Kill;

    internal virtual TimeSpan StopGrace => TimeSpan.FromSeconds(20);

    /// <summary>Runs before every start of a replica: folders, configuration files, a new database cluster.</summary>
    internal virtual Task PrepareAsync(LocalSystem system, CancellationToken cancellationToken) => Task.CompletedTask;

    internal abstract Task<Command> CommandAsync(LocalSystem system, int replica, CancellationToken cancellationToken);

    internal EndpointAnnotation Endpoint(string name) =>
        Endpoints.Find(endpoint => endpoint.Name == name)
        ?? throw new InvalidOperationException($"Resource '{Name}' has no endpoint '{name}'.");

    internal string ReplicaName(int replica) => Replicas == 1 ? Name : $"{Name}-{replica}";

    private protected async Task<List<string>> ArgumentValuesAsync(CancellationToken cancellationToken)
    {
        var values = new List<string>(Arguments.Count);
        foreach (var argument in Arguments)
        {
            values.Add(await argument.GetValueAsync(cancellationToken) ?? "");
        }

        return values;
    }

    private protected async Task<Dictionary<string, string>> EnvironmentValuesAsync(CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>();
        foreach (var source in References)
        {
            foreach (var endpoint in source.Endpoints)
            {
                for (var replica = 0; replica < source.Replicas; replica++)
                {
                    values[$"services__{source.Name}__{endpoint.Name}__{replica}"] = endpoint.Url(replica);
                }

                values[$"{source.Name}_{endpoint.Name}".Replace('-', '_').ToUpperInvariant()] = endpoint.Url(0);
            }
        }

        foreach (var (name, value) in Environment)
        {
            values[name] = await value.GetValueAsync(cancellationToken) ?? "";
        }

        return values;
    }
}

internal enum StopStage
{
    Gateway,
    Service,
    Server,
    Support,
}
