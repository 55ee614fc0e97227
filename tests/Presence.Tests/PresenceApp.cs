using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests;

/// <summary>Two replicas of Presence on one database, one Redis and one broker, with times that a test can wait for.</summary>
public sealed class PresenceApp : IAsyncDisposable
{
    private readonly ServiceHost<Program> first;
    private readonly ServiceHost<Program> second;

    private PresenceApp(ServiceSettings settings, TestIdentity identity, ServiceHost<Program>[] replicas)
    {
        (Settings, Identity) = (settings, identity);
        (first, second) = (replicas[0], replicas[1]);
    }

    public TestIdentity Identity { get; }

    public ServiceSettings Settings { get; }

    public static async Task<PresenceApp> StartAsync(string? redis = null)
    {
        var identity = await TestIdentity.StartAsync();
        var settings = (await ServiceSettings.CreateAsync("presence", identity))
            .With("Presence:KeyPrefix", $"{{presence-{Guid.NewGuid():N}}}")
            .With("Presence:Lease", "00:00:03")
            .With("Presence:Tick", "00:00:00.2")
            .With("Presence:OfflineAfter", "00:00:01")
            .With("Presence:AnnounceWithin", "00:00:03");
        if (redis is not null)
        {
            settings.With("ConnectionStrings:redis", redis);
        }

        var replicas = await Task.WhenAll(
            Task.Run(() => ServiceHost.Start<Program>(settings)), Task.Run(() => ServiceHost.Start<Program>(settings)));
        return new PresenceApp(settings, identity, replicas);
    }

    public TestUser CreateUser(string name) => Identity.CreateUser(name);

    public HttpClient Http(TestUser? user = null, int replica = 0) => Replica(replica).Http(user);

    /// <summary>A device of the person, connected to one of the two replicas.</summary>
    public Task<HubClient> ConnectAsync(TestUser user, int replica = 0) => ConnectAsync(Replica(replica).Address, user);

    public static async Task<HubClient> ConnectAsync(Uri server, TestUser user)
    {
        var device = await HubClient.ConnectAsync(server, "/hubs/presence", user.Token);
        // A hub answers calls only after it has taken the connection in: from here on the person is online.
        await device.CallAsync("Watch", new { userIds = Array.Empty<Guid>() });
        return device;
    }

    /// <summary>A try to connect with a token that may be missing or broken.</summary>
    public Task<HubClient> ConnectWithTokenAsync(string? token) =>
        HubClient.ConnectAsync(first.Address, "/hubs/presence", token);

    /// <summary>Makes them friends and waits until the listener, a device of one, knows of the other.</summary>
    public async Task BefriendAsync(HubClient listener, TestUser one, TestUser other, long version = 1)
    {
        var before = listener.StatusesOf(other).Count;
        await PublishAsync(Accepted(one, other, version));
        await Eventually.IsAsync(
            $"{one.Username} hears of {other.Username}", () => Task.FromResult(listener.StatusesOf(other).Count > before));
    }

    /// <summary>
    /// Until a third person who goes now is offline for the listener: whoever went before would have been told earlier.
    /// </summary>
    public async Task AfterAGraceAsync(HubClient listener, TestUser user)
    {
        var clock = CreateUser("clock");
        await using (await ConnectAsync(clock))
        {
            await BefriendAsync(listener, user, clock);
        }

        await listener.HearsLastOfAsync(clock, "offline");
    }

    public static FriendRequestAccepted Accepted(TestUser one, TestUser other, long version) =>
        new(Guid.CreateVersion7(), one.Id, other.Id, DateTimeOffset.UtcNow, version);

    public static FriendshipEnded Ended(TestUser one, TestUser other, long version) =>
        new(one.Id, other.Id, DateTimeOffset.UtcNow, version);

    /// <summary>Puts an event on the broker as Friends' outbox does.</summary>
    public Task PublishAsync<TEvent>(TEvent message, Guid? messageId = null)
        where TEvent : class =>
        first.Services.GetRequiredService<IBus>()
            .Publish(message, context => context.MessageId = messageId ?? Guid.CreateVersion7());

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
        await Identity.DisposeAsync();
    }

    private ServiceHost<Program> Replica(int number) => number == 0 ? first : second;
}
