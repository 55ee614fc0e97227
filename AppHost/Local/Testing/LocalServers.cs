namespace OneVOne.AppHost.Testing;

/// <summary>PostgreSQL, Redis and RabbitMQ without the services, for a test of one service.</summary>
public sealed class LocalServers : IAsyncDisposable
{
    private readonly OneVOneSystem _system;

    private LocalServers(OneVOneSystem system, string postgres, string redis, string rabbitMq)
    {
        _system = system;
        Postgres = postgres;
        Redis = redis;
        RabbitMq = rabbitMq;
    }

    /// <summary>As the superuser, who may make databases.</summary>
    public string Postgres { get; }

    public string Redis { get; }

    public string RabbitMq { get; }

    /// <summary>Without <paramref name="dataFolder"/> in a temporary one.</summary>
    public static async Task<LocalServers> StartAsync(
        string? dataFolder = null, CancellationToken cancellationToken = default)
    {
        var system = await OneVOneSystem.StartAsync(
            dataFolder, ["--ONEVONE_ONLY=postgres,redis,rabbitmq"], cancellationToken);
        return new LocalServers(
            system,
            await system.ConnectionStringAsync("postgres"),
            await system.ConnectionStringAsync("redis"),
            await system.ConnectionStringAsync("rabbitmq"));
    }

    /// <summary>The process of a server, or null while there is none.</summary>
    public int? Pid(string server) => _system.Pid(server);

    public Task KillAsync(string server) => _system.KillAsync(server);

    public Task WaitHealthyAsync(string server, CancellationToken cancellationToken = default) =>
        _system.WaitHealthyAsync(server, cancellationToken);

    public ValueTask DisposeAsync() => _system.DisposeAsync();
}
