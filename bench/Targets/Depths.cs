using Npgsql;
using OneVOne.AppHost.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace OneVOne.Bench.Targets;

/// <summary>What waits in OneVOne: rows of outboxes, and messages in the queues that their events go to.</summary>
internal sealed class Depths : IAsyncDisposable
{
    private static readonly string[] OfMessages = ["notifications-notify-of-direct-messages", "notifications-read-direct-messages"];

    private static readonly string[] OfPeople =
    [
        "friends-remember-person", "chat-remember-person", "notifications-remember-person",
        "chat-remember-relationship", "presence-remember-relationship", "notifications-remember-relationship",
        "notifications-notify-of-friend-request", "notifications-notify-of-acceptance",
    ];

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, NpgsqlDataSource> outboxes;
    private readonly IConnection connection;
    private IChannel channel;

    private Depths(Dictionary<string, NpgsqlDataSource> outboxes, IConnection connection, IChannel channel)
    {
        this.outboxes = outboxes;
        this.connection = connection;
        this.channel = channel;
    }

    public static async Task<Depths> OpenAsync(OneVOneSystem system)
    {
        var outboxes = new Dictionary<string, NpgsqlDataSource>();
        foreach (var service in (string[])["chat", "identity", "friends"])
        {
            outboxes[service] = NpgsqlDataSource.Create(await system.ConnectionStringAsync($"{service}-db"));
        }

        var broker = new ConnectionFactory { Uri = new Uri(await system.ConnectionStringAsync("rabbitmq")) };
        var connection = await broker.CreateConnectionAsync();
        return new Depths(outboxes, connection, await connection.CreateChannelAsync());
    }

    /// <summary>What messages leave behind.</summary>
    public async Task<IReadOnlyDictionary<string, long>> ReadAsync()
    {
        var depths = new Dictionary<string, long> { ["outbox of chat"] = await OutboxAsync("chat") };
        foreach (var queue in OfMessages)
        {
            depths[queue] = await QueueAsync(queue);
        }

        return depths;
    }

    /// <summary>Returns when the news of new people and friendships has come everywhere: it would be measured, too.</summary>
    public async Task UntilQuietAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        while (await WaitingAsync() > 0)
        {
            await Task.Delay(Poll, late.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        foreach (var outbox in outboxes.Values)
        {
            await outbox.DisposeAsync();
        }
    }

    private async Task<long> WaitingAsync()
    {
        var waiting = await OutboxAsync("identity") + await OutboxAsync("friends");
        foreach (var queue in OfPeople)
        {
            waiting += await QueueAsync(queue);
        }

        return waiting;
    }

    private async Task<long> OutboxAsync(string service)
    {
        await using var count = outboxes[service].CreateCommand("SELECT count(*) FROM outbox");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    private async Task<long> QueueAsync(string name)
    {
        try
        {
            return (await channel.QueueDeclarePassiveAsync(name)).MessageCount;
        }
        catch (OperationInterruptedException)
        {
            // There is no such queue, which costs the channel.
            channel = await connection.CreateChannelAsync();
            return 0;
        }
    }
}
