using Npgsql;
using OneVOne.Contracts.Identity;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Messaging;

public sealed class DeliveringEvents(Replicas replicas)
{
    [Fact]
    public async Task An_event_of_the_outbox_is_consumed_once_by_one_of_the_replicas()
    {
        var events = Enumerable.Range(0, 100).Select(_ => Event("ann")).ToArray();
        await Task.WhenAll(events.Select((e, i) => (i % 2 == 0 ? replicas.First : replicas.Second).PublishAsync(e)));
        foreach (var e in events)
        {
            await Eventually.IsAsync("counted", async () => await CountAsync(e) > 0);
        }

        await Eventually.IsAsync("outbox empty", async () => await replicas.First.ScalarAsync<long>("SELECT count(*) FROM outbox") == 0);
        Assert.All(await Task.WhenAll(events.Select(e => CountAsync(e))), count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task A_second_delivery_of_one_message_changes_nothing()
    {
        var (first, second, id) = (Event("ann"), Event("bob"), Guid.NewGuid());
        await replicas.First.PublishRawAsync(first, id);
        await replicas.Second.PublishRawAsync(first, id);
        await replicas.First.PublishRawAsync(first, id);
        await replicas.First.PublishRawAsync(second, Guid.NewGuid());
        await Eventually.IsAsync("the later one is counted", async () => await CountAsync(second) == 1);
        await Eventually.IsAsync("the queue is empty", async () => await CountAsync(first) == 1);
        Assert.Equal(1, await replicas.First.ScalarAsync<long>(
            "SELECT count(*) FROM inbox WHERE message_id = $1 AND consumer LIKE '%-count-person'", id));
    }

    [Fact]
    public async Task A_consumer_that_fails_after_it_wrote_is_tried_again_and_counts_once()
    {
        var e = Event($"fails-{Guid.NewGuid():N}");
        replicas.Failures.Fail(e.Username, times: 2);
        await replicas.First.PublishAsync(e);
        await Eventually.IsAsync("counted", async () => await CountAsync(e) > 0);
        Assert.Equal(1, await CountAsync(e));
    }

    [Fact]
    public async Task An_event_whose_change_is_rolled_back_never_leaves()
    {
        var e = Event("ghost");
        await replicas.First.ScalarAsync<object>(
            """
            DO $$ BEGIN
                INSERT INTO outbox (type, body) VALUES ('OneVOne.Contracts.Identity.UserRegistered', '{}');
                RAISE EXCEPTION 'rolled back';
            EXCEPTION WHEN raise_exception THEN NULL; END $$
            """);
        var later = Event("later");
        await replicas.First.PublishAsync(later);
        await Eventually.IsAsync("the later one is counted", async () => await CountAsync(later) == 1);
        Assert.Equal(0, await CountAsync(e));
    }

    [Fact]
    public async Task What_a_replica_leaves_to_another_goes_out_although_that_one_ends()
    {
        var e = Event("left");
        await using (var other = new NpgsqlConnection(replicas.Settings["ConnectionStrings:sample-db"]))
        {
            await other.OpenAsync();
            await using var locking = new NpgsqlCommand($"BEGIN; SELECT pg_advisory_xact_lock({0x6F7574626F78})", other);
            await locking.ExecuteNonQueryAsync();
            await replicas.First.PublishAsync(e);
            await Eventually.IsAsync("it waits", async () => await replicas.First.ScalarAsync<long>("SELECT count(*) FROM outbox") > 0);
        }

        // Sooner than the poll that stands behind the notification.
        await Eventually.IsAsync("counted", async () => await CountAsync(e) == 1, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task A_message_that_fails_every_time_goes_to_the_error_queue_and_the_queue_moves_on()
    {
        var settings = (await ServiceSettings.CreateAsync("sample", replicas.Identity))
            .With("Messaging:RetryDelays:0", "00:00:00.020")
            .With("Messaging:RetryDelays:1", "00:00:00.020");
        var failures = new FailureSwitch();
        await using var app = await SampleApp.StartAsync(settings, failures);
        var (poison, next) = (Event($"poison-{Guid.NewGuid():N}"), Event("next"));
        failures.Fail(poison.Username, times: 1000);
        await app.PublishAsync(poison);
        await app.PublishAsync(next);
        await Eventually.IsAsync("the next is counted", async () => await CountAsync(next, app) == 1);
        await Eventually.IsAsync("the poisoned one is set aside", async () => await ErrorsAsync(settings) == 1);
        Assert.Equal(0, await CountAsync(poison, app));
    }

    private static async Task<uint> ErrorsAsync(ServiceSettings settings)
    {
        var factory = new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(TestServers.RabbitMq) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            var queue = await channel.QueueDeclarePassiveAsync($"{settings["Messaging:QueuePrefix"]}-count-person_error");
            return queue.MessageCount;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return 0; // It is made by the first message that goes there.
        }
    }

    private static UserRegistered Event(string name) => new(Guid.CreateVersion7(), name, name, DateTimeOffset.UtcNow, 1);

    private Task<int> CountAsync(UserRegistered e, SampleApp? app = null) =>
        (app ?? replicas.First).ScalarAsync<int>("SELECT count FROM counts WHERE user_id = $1", e.UserId);
}
