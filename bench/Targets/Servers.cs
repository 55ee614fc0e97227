using System.Text;
using Npgsql;
using OneVOne.AppHost.Testing;
using RabbitMQ.Client;
using StackExchange.Redis;

namespace OneVOne.Bench.Targets;

/// <summary>PostgreSQL, Redis and RabbitMQ as OneVOne starts them, each used by its bare client and nothing else.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private const int Rows = 100;
    private const int Writers = 2;
    private const int Publishers = 4;
    private const int Outstanding = 256;
    private const string Postgres = "PostgreSQL: rows in batches of 100, bare Npgsql";
    private const string Redis = "Redis: publishes, bare client";
    private const string RabbitMq = "RabbitMQ: confirmed publishes, bare client";
    private static readonly byte[] Body = Encoding.ASCII.GetBytes(new string('x', 300));

    private readonly BenchRun run;
    private readonly LocalServers servers;

    private Servers(BenchRun run, LocalServers servers)
    {
        this.run = run;
        this.servers = servers;
    }

    /// <summary>The rows of the report that these make, of which ours is a part.</summary>
    public static IReadOnlyList<string> Limits { get; } = [Postgres, Redis, RabbitMq];

    public static async Task<Servers> StartAsync(BenchRun run)
    {
        run.Say("starting the servers alone");
        return new Servers(run, await LocalServers.StartAsync());
    }

    /// <summary>As Chat's messages are: a table with the same keys, every batch durable before the next of its writer.</summary>
    public async Task PostgresAsync()
    {
        run.Say("PostgreSQL alone");
        await using var source = NpgsqlDataSource.Create(servers.Postgres);
        await using (var create = source.CreateCommand(
            """
            CREATE TABLE bench_messages (
                conversation_id uuid NOT NULL, seq bigint GENERATED ALWAYS AS IDENTITY, id uuid NOT NULL UNIQUE, author_id uuid NOT NULL,
                client_message_id uuid NOT NULL, body text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (conversation_id, seq), UNIQUE (conversation_id, author_id, client_message_id))
            """))
        {
            await create.ExecuteNonQueryAsync();
        }

        var conversations = Ids();
        var bodies = Enumerable.Repeat(new string('x', Wire.Stamp.TextBytes), Rows).ToArray();
        var measured = await Load.RunAsync(Writers, TimeSpan.FromSeconds(run.Options.Seconds), async _ =>
        {
            await using var insert = source.CreateCommand(
                """
                INSERT INTO bench_messages (conversation_id, id, author_id, client_message_id, body)
                SELECT * FROM unnest($1, $2, $3, $4, $5)
                """);
            foreach (var value in (object[])[conversations, Ids(), conversations, Ids(), bodies])
            {
                insert.Parameters.Add(new() { Value = value });
            }

            return await insert.ExecuteNonQueryAsync() == Rows;
        });
        run.Report.Add(
            Postgres, measured.PerSecond * Rows, "1/s", $"{measured.PerSecond:#,0} commits a second, p99 {measured.Percentile(0.99):0.0} ms");
    }

    public async Task RedisAsync()
    {
        run.Say("Redis alone");
        using var redis = await ConnectionMultiplexer.ConnectAsync(servers.Redis);
        var publisher = redis.GetSubscriber();
        long heard = 0;
        await publisher.SubscribeAsync("bench", (_, _) => Interlocked.Increment(ref heard));
        var measured = await Load.RunAsync(Outstanding, TimeSpan.FromSeconds(run.Options.Seconds), async _ =>
        {
            await publisher.PublishAsync("bench", Body);
            return true;
        });
        run.Report.Add(
            Redis, measured.PerSecond, "1/s", $"{Outstanding} at once, each heard by one; p99 {measured.Percentile(0.99):0.0} ms");
    }

    /// <summary>As the outbox does: durable messages to a quorum queue, each confirmed; a consumer takes them away.</summary>
    public async Task RabbitMqAsync()
    {
        run.Say("RabbitMQ alone");
        var broker = new ConnectionFactory { Uri = new Uri(servers.RabbitMq) };
        await using var connection = await broker.CreateConnectionAsync();
        var confirmed = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        var channels = new List<IChannel>();
        for (var i = 0; i < Publishers; i++)
        {
            channels.Add(await connection.CreateChannelAsync(confirmed));
        }

        await channels[0].QueueDeclareAsync(
            "bench", durable: true, exclusive: false, autoDelete: false,
            arguments: new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        await using var consuming = await connection.CreateChannelAsync();
        var consumer = new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(consuming);
        consumer.ReceivedAsync += (_, delivery) => consuming.BasicAckAsync(delivery.DeliveryTag, multiple: false).AsTask();
        await consuming.BasicConsumeAsync("bench", autoAck: false, consumer);
        var durable = new BasicProperties { Persistent = true };
        var measured = await Load.RunAsync(Publishers * 16, TimeSpan.FromSeconds(run.Options.Seconds), async worker =>
        {
            await channels[worker % Publishers].BasicPublishAsync("", "bench", mandatory: true, durable, Body);
            return true;
        });
        run.Report.Add(
            RabbitMq, measured.PerSecond, "1/s", $"{Publishers * 16} at once; p50 {measured.Percentile(0.5):0.0}, p99 {measured.Percentile(0.99):0.0} ms");
    }

    public ValueTask DisposeAsync() => servers.DisposeAsync();

    private static Guid[] Ids() => [.. Enumerable.Range(0, Rows).Select(_ => Guid.CreateVersion7())];
}
