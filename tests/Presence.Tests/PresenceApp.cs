using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests;

/// <summary>Two replicas of Presence on one database, one Redis and one broker, with times that a test can wait for.</summary>
public sealed class PresenceApp : IAsyncDisposable
{
    private readonly ServiceHost<Program> first;
    private readonly ServiceHost<Program> second;

    private PresenceApp(ServiceSettings settings, TestIdentity identity, TestChat chat, ServiceHost<Program>[] replicas)
    {
        (Settings, Identity, Chat) = (settings, identity, chat);
        (first, second) = (replicas[0], replicas[1]);
    }

    public TestIdentity Identity { get; }

    /// <summary>What Chat answers when it is asked.</summary>
    public TestChat Chat { get; }

    public ServiceSettings Settings { get; }

    /// <param name="redis">Another server than that of all tests.</param>
    /// <param name="clientTimeout">After how long a silent client is given up.</param>
    /// <param name="asDeployed">With the times of a deployment instead.</param>
    public static async Task<PresenceApp> StartAsync(
        string? redis = null, TimeSpan? clientTimeout = null, bool asDeployed = false)
    {
        var identity = await TestIdentity.StartAsync();
        var chat = await TestChat.StartAsync();
        var settings = (await ServiceSettings.CreateAsync("presence", identity))
            .With("services:chat:http:0", chat.Address.ToString())
            .With("Presence:KeyPrefix", $"{{presence-{Guid.NewGuid():N}}}");
        if (!asDeployed)
        {
            settings.With("Presence:Lease", "00:00:03")
                .With("Presence:Tick", "00:00:00.2")
                .With("Presence:OfflineAfter", "00:00:01")
                .With("Presence:AnnounceWithin", "00:00:03")
                .With("Presence:ChangeInterval", "00:00:00.5")
                .With("Presence:SweepInterval", "00:00:00.2");
        }

        if (redis is not null)
        {
            settings.With("ConnectionStrings:redis", redis);
        }

        if (clientTimeout is { } timeout)
        {
            settings.With("Realtime:ClientTimeout", timeout.ToString());
        }

        var replicas = await Task.WhenAll(
            Task.Run(() => ServiceHost.Start<Program>(settings)), Task.Run(() => ServiceHost.Start<Program>(settings)));
        return new PresenceApp(settings, identity, chat, replicas);
    }

    public IServiceProvider Services => first.Services;

    public TestUser CreateUser(string name) => Identity.CreateUser(name);

    public Uri Address(int replica) => Replica(replica).Address;

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

    /// <summary>What a person is told of another over HTTP.</summary>
    public async Task<JsonElement> StatusAsync(TestUser viewer, TestUser person, int replica = 0)
    {
        var list = await Http(viewer, replica).GetAsync($"/api/presence?ids={person.Id}").ShouldBeAsync(200);
        return list.GetProperty("items")[0];
    }

    public Task<JsonElement> ChooseAsync(
        TestUser user, string status, string? text = null, string? emoji = null, DateTimeOffset? until = null, int replica = 0) =>
        Http(user, replica).PutAsync("/api/presence/me", new { status, text, emoji, until }).ShouldBeAsync(200);

    /// <summary>Two friends; the first has a device, on the first replica, that knows of the second.</summary>
    public async Task<HubClient> ListenAsync(TestUser listener, TestUser friend)
    {
        var device = await ConnectAsync(listener);
        await BefriendAsync(device, listener, friend);
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

    public static RelationshipChanged Accepted(TestUser one, TestUser other, long version) =>
        Between(one, other, version, areFriends: true);

    public static RelationshipChanged Ended(TestUser one, TestUser other, long version) => Between(one, other, version);

    /// <summary>The first of the two blocks the other, which ends a friendship too.</summary>
    public static RelationshipChanged Blocked(TestUser blocker, TestUser blocked, long version) =>
        Between(blocker, blocked, version, blocks: true);

    /// <summary>A person lets these see whether they are here.</summary>
    public static PrivacyChanged Shown(TestUser user, Audience presence, long version) =>
        new(
            user.Id, Audience.Everyone, Audience.Friends, Audience.Friends, Audience.Friends, presence,
            DateTimeOffset.UtcNow, version);

    private static RelationshipChanged Between(
        TestUser one, TestUser other, long version, bool areFriends = false, bool blocks = false) =>
        one.Id.CompareTo(other.Id) < 0
            ? new(one.Id, other.Id, areFriends, blocks, false, DateTimeOffset.UtcNow, version)
            : new(other.Id, one.Id, areFriends, false, blocks, DateTimeOffset.UtcNow, version);

    /// <summary>Until the projection has a privacy setting, of which strangers see nothing.</summary>
    public async Task KnowsAsync(TestUser person, Audience audience)
    {
        await using var database = NpgsqlDataSource.Create(Settings["ConnectionStrings:presence-db"]);
        await Eventually.IsAsync($"{person.Username} shows {audience}", async () =>
        {
            await using var select = database.CreateCommand("SELECT audience_of($1, 'presence')");
            select.Parameters.Add(new() { Value = person.Id });
            return (int)(await select.ExecuteScalarAsync())! == (int)audience;
        });
    }

    /// <summary>Puts an event on the broker as Friends' outbox does.</summary>
    public Task PublishAsync<TEvent>(TEvent message, Guid? messageId = null)
        where TEvent : class =>
        first.Services.GetRequiredService<IBus>().PublishSurelyAsync(message, messageId);

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
        await Chat.DisposeAsync();
        await Identity.DisposeAsync();
    }

    private ServiceHost<Program> Replica(int number) => number == 0 ? first : second;
}
