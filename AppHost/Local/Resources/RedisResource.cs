using OneVOne.AppHost.Local.Health;
using OneVOne.AppHost.Local.Processes;
using OneVOne.AppHost.Local.Running;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Redis without persistence: what it holds is also elsewhere, or gone with its connection.</summary>
public sealed class RedisResource : ProcessResource, IResourceWithConnectionString
{
    private readonly ParameterResource _password;

    internal RedisResource(string name, ParameterResource password)
        : base(name)
    {
        _password = password;
        Endpoints.Add(new EndpointAnnotation("tcp", "tcp"));
        Probes.Add(TcpProbe.Redis(Endpoints[0], password));
    }

    internal override StopStage StopStage => StopStage.Server;

    public ReferenceExpression ConnectionStringExpression
    {
        get
        {
            var server = new EndpointReference(this, "tcp").Property(EndpointProperty.HostAndPort);
            return ReferenceExpression.Create($"{server},password={_password}");
        }
    }

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        ConnectionStringExpression.GetValueAsync(cancellationToken);

    internal override async Task<Command> CommandAsync(
        LocalSystem system, int replica, CancellationToken cancellationToken)
    {
        var program = Installed.Program("redis-server", "redis-server");
        var folder = system.Data.Folder(Name);
        var file = Path.Combine(folder, "redis.conf");

        // A file, as the password would show in the list of processes.
        DataFolder.WriteSecret(file,
            $"""
            bind 127.0.0.1
            port {Endpoints[0].PortOf(0)}
            requirepass {await _password.GetValueAsync(cancellationToken)}
            dir "{folder}"
            save ""
            appendonly no
            daemonize no
            """);
        return new Command(program, [file, .. await ArgumentValuesAsync(cancellationToken)]);
    }
}
