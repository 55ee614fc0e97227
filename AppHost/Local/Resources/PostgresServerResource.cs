using OneVOne.AppHost.Local.Processes;
using OneVOne.AppHost.Local.Running;

namespace Aspire.Hosting.ApplicationModel;

public sealed class PostgresServerResource : ProcessResource, IResourceWithConnectionString
{
    private readonly ParameterResource _password;

    internal PostgresServerResource(string name, ParameterResource password)
        : base(name)
    {
        _password = password;
        Endpoints.Add(new EndpointAnnotation("tcp", "tcp"));
        Probes.Add(OneVOne.AppHost.Local.Health.TcpProbe.PostgreSql(Endpoints[0]));
    }

    /// <summary>A folder of scripts that a new cluster runs once, as the container image does.</summary>
    internal string? InitFiles { get; set; }

    // "Fast": ends sessions and writes a checkpoint. SIGTERM would wait for every client to leave by itself.
    internal override Signal StopSignal => Signal.Interrupt;

    internal override Signal OrphanSignal => Signal.Interrupt;

    internal override StopStage StopStage => StopStage.Server;

    public ReferenceExpression ConnectionStringExpression
    {
        get
        {
            var server = new EndpointReference(this, "tcp");
            var (host, port) = (server.Property(EndpointProperty.Host), server.Property(EndpointProperty.Port));
            return ReferenceExpression.Create($"Host={host};Port={port};Username=postgres;Password={_password}");
        }
    }

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        ConnectionStringExpression.GetValueAsync(cancellationToken);

    internal override async Task PrepareAsync(LocalSystem system, CancellationToken cancellationToken)
    {
        var cluster = await PostgresCluster.FindAsync(system, Name, cancellationToken);
        if (!cluster.Exists)
        {
            var scripts = InitFiles is null ? null : Path.GetFullPath(Path.Combine(system.Directory, InitFiles));
            var password = await _password.GetValueAsync(cancellationToken);
            await cluster.CreateAsync(
                password!, scripts, await EnvironmentValuesAsync(cancellationToken), cancellationToken);
        }
    }

    internal override async Task<Command> CommandAsync(
        LocalSystem system, int replica, CancellationToken cancellationToken)
    {
        var cluster = await PostgresCluster.FindAsync(system, Name, cancellationToken);

        // TCP only: a socket's path may have 107 bytes, and a data folder lies anywhere.
        return cluster.Command(
            "postgres",
            [
                "-D", cluster.Data,
                "-c", "listen_addresses=127.0.0.1",
                "-c", $"port={Endpoints[0].PortOf(0)}",
                "-c", "unix_socket_directories=",
                .. await ArgumentValuesAsync(cancellationToken),
            ]);
    }
}
