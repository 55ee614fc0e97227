using OneVOne.AppHost.Local.Health;
using OneVOne.AppHost.Local.Processes;
using OneVOne.AppHost.Local.Running;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>
/// One RabbitMQ node. Everything that could meet another node of the machine is its own: ports, port mapper, folders,
/// home (the Erlang cookie). The name may be the same everywhere, as names are looked up in the node's own port mapper,
/// and must be, as queues on disk remember it.
/// </summary>
public sealed class RabbitMQServerResource : ProcessResource, IResourceWithConnectionString
{
    private readonly ParameterResource _password;
    private readonly ExecutableResource _portMapper;

    internal RabbitMQServerResource(string name, ParameterResource password, ExecutableResource portMapper)
        : base(name)
    {
        _password = password;
        _portMapper = portMapper;
        WaitsFor.Add(portMapper);
        Endpoints.Add(new EndpointAnnotation("tcp", "amqp"));
        Endpoints.Add(new EndpointAnnotation("distribution", "tcp"));
        Probes.Add(TcpProbe.RabbitMq(Endpoints[0]));
    }

    internal override StopStage StopStage => StopStage.Server;

    public ReferenceExpression ConnectionStringExpression
    {
        get
        {
            var server = new EndpointReference(this, "tcp").Property(EndpointProperty.HostAndPort);
            return ReferenceExpression.Create($"amqp://guest:{_password}@{server}");
        }
    }

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        ConnectionStringExpression.GetValueAsync(cancellationToken);

    internal override async Task<Command> CommandAsync(
        LocalSystem system, int replica, CancellationToken cancellationToken)
    {
        // Not /usr/sbin/rabbitmq-server, which changes the user and writes to /var/log.
        var program = Installed.Program("rabbitmq-server", "rabbitmq-server", "/usr/lib/rabbitmq/bin");
        var folder = system.Data.Folder(Name);
        var configuration = Path.Combine(folder, "rabbitmq.conf");
        var plugins = Path.Combine(folder, "enabled_plugins");
        await File.WriteAllTextAsync(plugins, "[].\n", cancellationToken);
        DataFolder.WriteSecret(configuration,
            $"""
            listeners.tcp.local = 127.0.0.1:{Endpoints[0].PortOf(0)}
            default_user = guest
            default_pass = {await _password.GetValueAsync(cancellationToken)}
            log.console = true
            log.console.level = warning
            log.connection.level = error
            log.file = false
            disk_free_limit.absolute = 100MB
            # The quorum queues' write-ahead log is held in memory until it is this long; the default is 512 MB.
            raft.wal_max_size_bytes = 33554432

            """);

        return new Command(program, await ArgumentValuesAsync(cancellationToken))
        {
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string>(await EnvironmentValuesAsync(cancellationToken))
            {
                ["HOME"] = folder,
                ["RABBITMQ_NODENAME"] = "onevone@localhost",
                ["RABBITMQ_NODE_PORT"] = Endpoints[0].PortOf(0),
                ["RABBITMQ_DIST_PORT"] = Endpoints[1].PortOf(0),
                ["ERL_EPMD_PORT"] = _portMapper.Endpoints[0].PortOf(0),
                ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                ["RABBITMQ_MNESIA_BASE"] = system.Data.Folder(Name, "mnesia"),
                ["RABBITMQ_LOG_BASE"] = system.Data.Folder(Name, "log"),
                ["RABBITMQ_CONFIG_FILE"] = configuration,
                ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
                ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(folder, "none"),
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = plugins,

                // Idle schedulers sleep instead of spinning, and nodes of other machines are not invited.
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
                    "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}",

                // "As under systemd": the start script becomes the Erlang machine instead of waiting for it, so the
                // process that is watched and signalled is the broker itself.
                ["RUNNING_UNDER_SYSTEMD"] = "true",
            },
        };
    }
}
