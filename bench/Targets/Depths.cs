using Npgsql;
using OneVOne.AppHost.Testing;
using RabbitMQ.Client;

namespace OneVOne.Bench.Targets;

/// <summary>What waits in OneVOne: rows of Chat's outbox, and messages in the queues that Chat's events go to.</summary>
internal sealed class Depths : IAsyncDisposable
{
    private static readonly string[] Queues = ["notifications-notify-of-direct-messages", "notifications-read-direct-messages"];

    private readonly NpgsqlDataSource chat;
    private readonly IConnection connection;
    private readonly IChannel channel;

    private Depths(NpgsqlDataSource chat, IConnection connection, IChannel channel)
    {
        this.chat = chat;
        this.connection = connection;
        this.channel = channel;
    }

    public static async Task<Depths> OpenAsync(OneVOneSystem system)
    {
        var broker = new ConnectionFactory { Uri = new Uri(await system.ConnectionStringAsync("rabbitmq")) };
        var connection = await broker.CreateConnectionAsync();
        return new Depths(
            NpgsqlDataSource.Create(await system.ConnectionStringAsync("chat-db")), connection, await connection.CreateChannelAsync());
    }

    public async Task<IReadOnlyDictionary<string, long>> ReadAsync()
    {
        var depths = new Dictionary<string, long>();
        await using var count = chat.CreateCommand("SELECT count(*) FROM outbox");
        depths["outbox"] = (long)(await count.ExecuteScalarAsync())!;
        foreach (var queue in Queues)
        {
            depths[queue] = (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }

        return depths;
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        await chat.DisposeAsync();
    }
}
