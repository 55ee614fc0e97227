using System.Collections.Concurrent;
using MassTransit;
using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.Contracts.Privacy;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests;

/// <summary>Another service's place on the bus: hears what Friends publishes and publishes what Friends hears.</summary>
public sealed class EventProbe : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(Guid, Guid), ConcurrentQueue<object>> heard = new();
    private readonly ConcurrentDictionary<Guid, object> messages = new();
    private readonly IBusControl bus;
    private readonly NpgsqlDataSource database;

    private EventProbe(string connectionString)
    {
        database = NpgsqlDataSource.Create(connectionString);
        bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(new Uri(TestServers.RabbitMq));
            rabbit.ReceiveEndpoint($"probe-{Guid.NewGuid():N}", queue =>
            {
                queue.AutoDelete = true;
                queue.ConcurrentMessageLimit = 1;
                queue.Handler<FriendRequestSent>(Hear);
                queue.Handler<FriendRequestAccepted>(Hear);
                queue.Handler<FriendRequestClosed>(Hear);
                queue.Handler<RelationshipChanged>(Hear);
                queue.Handler<PrivacyChanged>(Hear);
                queue.Handler<PersonErased>(Hear);
                queue.Handler<PersonalDataGathered>(Hear);
            });
        });
    }

    public static async Task<EventProbe> StartAsync(string connectionString)
    {
        var probe = new EventProbe(connectionString);
        await probe.bus.StartAsync(TimeSpan.FromSeconds(30));
        return probe;
    }

    public Task PublishAsync<T>(T message, Guid? messageId = null)
        where T : class =>
        bus.PublishSurelyAsync(message, messageId);

    /// <summary>Every event about one person alone up to now.</summary>
    public Task<IReadOnlyList<object>> AboutAsync(Member person) => BetweenAsync(person, person);

    /// <summary>Every event between two people up to now.</summary>
    public async Task<IReadOnlyList<object>> BetweenAsync(Member one, Member other)
    {
        await CatchUpAsync();
        return Between(one, other);
    }

    /// <summary>
    /// Every event between two people that has arrived; the versioned ones last, in the order of their versions, as a broker
    /// that fails in between reverses the order of arrival.
    /// </summary>
    public IReadOnlyList<object> Between(Member one, Member other) =>
        heard.TryGetValue(Key(one.Id, other.Id), out var events)
            ? [.. events.OrderBy(e => e switch
            {
                RelationshipChanged changed => changed.Version,
                PrivacyChanged changed => changed.Version,
                _ => 0,
            })]
            : [];

    /// <summary>Waits until all that has been committed has been heard, so that what was not heard is not there.</summary>
    public async Task CatchUpAsync()
    {
        // Not until the outbox is empty: while other tests go on, it may never be.
        await using var newest = database.CreateCommand("SELECT coalesce(max(position), 0) FROM outbox");
        var position = (long)(await newest.ExecuteScalarAsync())!;
        await Eventually.IsAsync("the outbox has been published so far", async () =>
        {
            await using var rows = database.CreateCommand("SELECT NOT EXISTS (SELECT FROM outbox WHERE position <= $1)");
            rows.Parameters.Add(new NpgsqlParameter { Value = position });
            return await rows.ExecuteScalarAsync() is true;
        }, TimeSpan.FromSeconds(30));

        // What the broker confirmed stands in the queue before this one.
        var last = Guid.NewGuid();
        await PublishAsync(new FriendRequestSent(Guid.Empty, Guid.Empty, Guid.Empty, DateTimeOffset.UtcNow), last);
        await Eventually.IsAsync("the last event is heard", () => Task.FromResult(messages.ContainsKey(last)));
    }

    public async ValueTask DisposeAsync()
    {
        await bus.StopAsync(TimeSpan.FromSeconds(10));
        await database.DisposeAsync();
    }

    private static (Guid, Guid) People(object e) => e switch
    {
        FriendRequestSent sent => Key(sent.FromUserId, sent.ToUserId),
        FriendRequestAccepted accepted => Key(accepted.FromUserId, accepted.ToUserId),
        FriendRequestClosed closed => Key(closed.FromUserId, closed.ToUserId),
        RelationshipChanged changed => Key(changed.LowUserId, changed.HighUserId),
        PrivacyChanged changed => Key(changed.UserId, changed.UserId),
        PersonErased erased => Key(erased.UserId, erased.UserId),
        PersonalDataGathered gathered => Key(gathered.UserId, gathered.UserId),
        _ => throw new ArgumentOutOfRangeException(nameof(e), e, "Not an event of Friends."),
    };

    private static (Guid, Guid) Key(Guid one, Guid other) => one < other ? (one, other) : (other, one);

    private Task Hear<T>(ConsumeContext<T> context)
        where T : class
    {
        // A replica that stops between the broker's confirm and its own note publishes again under the same id.
        if (messages.TryAdd(context.MessageId!.Value, context.Message))
        {
            heard.GetOrAdd(People(context.Message), _ => new()).Enqueue(context.Message);
        }

        return Task.CompletedTask;
    }
}
