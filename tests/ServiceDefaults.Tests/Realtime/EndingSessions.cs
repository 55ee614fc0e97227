using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;
using StackExchange.Redis;

namespace OneVOne.ServiceDefaults.Tests.Realtime;

/// <summary>ASVS 7.4.1: a session that ended is of no more use, on any replica, over HTTP or a hub, within a second.</summary>
public sealed class EndingSessions(Replicas replicas)
{
    private const string Channel = "onevone:ended-sessions";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Text Hello = new("hello");
    private static readonly Task<ConnectionMultiplexer> Redis = ConnectionMultiplexer.ConnectAsync(TestServers.Redis);

    [Fact]
    public async Task Its_connections_close_on_every_replica_within_a_second_and_say_why()
    {
        var ann = replicas.Identity.CreateUser("ann");
        await using var phone = await ConnectAsync(replicas.First, ann);
        await using var desk = await ConnectAsync(replicas.Second, ann);
        await using var other = await ConnectAsync(replicas.First, replicas.Identity.CreateUser("bob"));
        await Redis;

        var watch = Stopwatch.StartNew();
        await TellAsync(ann, "revoked");
        await Task.WhenAll(phone.Closed, desk.Closed).WaitAsync(Second, TestContext.Current.CancellationToken);

        Assert.True(watch.Elapsed < Second, $"{watch.Elapsed}");
        foreach (var closed in new[] { phone, desk })
        {
            AssertSaysWhy(closed, "revoked");
        }

        Assert.Equal("hello", (await other.CallAsync("Echo", Hello)).GetProperty("value").GetString());
    }

    [Fact]
    public async Task Its_token_is_refused_from_then_on_by_HTTP_and_by_hubs()
    {
        var ann = replicas.Identity.CreateUser("ann");
        await replicas.Second.Http(ann.Token).GetAsync("/me").ShouldBeAsync(200);
        await TellAsync(ann, "password_changed");
        await Eventually.IsAsync("the second replica refuses", async () =>
            (int)(await replicas.Second.Http(ann.Token).GetAsync("/me")).StatusCode == 401, Second);
        await replicas.Second.Http(ann.Token).GetAsync("/me").ShouldBeProblemAsync(401, "auth.session_ended");
        await Assert.ThrowsAsync<WebSocketException>(() => replicas.Second.ConnectAsync(ann));
    }

    [Fact]
    public async Task Who_connects_while_the_session_ends_is_not_left_connected()
    {
        for (var i = 0; i < 20; i++)
        {
            var ann = replicas.Identity.CreateUser("ann");
            var connecting = Enumerable.Range(0, 5).Select(n => TryConnectAsync(n % 2 == 0 ? replicas.First : replicas.Second, ann)).ToArray();
            await TellAsync(ann, "revoked");
            foreach (var hub in await Task.WhenAll(connecting))
            {
                if (hub is not null)
                {
                    await hub.Closed.WaitAsync(Second, TestContext.Current.CancellationToken);
                    await hub.DisposeAsync();
                }
            }
        }
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_cut_off_all_the_same()
    {
        var ann = replicas.Identity.CreateUser("ann");
        var flood = new Text(new string('x', 20_000));
        using var socket = new ClientWebSocket();
        var address = new UriBuilder(new Uri(replicas.First.Address, "/hubs/sample")) { Scheme = "ws", Query = $"access_token={ann.Token}" };
        await socket.ConnectAsync(address.Uri, TestContext.Current.CancellationToken);
        byte[] handshake = [.. """{"protocol":"json","version":1}"""u8, 0x1e];
        await socket.SendAsync(handshake, WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

        await Eventually.IsAsync("it is connected", () => Task.FromResult(replicas.First.IsConnected(ann)));
        // More than its socket's buffers hold, so that the goodbye has to wait behind it.
        for (var i = 0; i < 600; i++)
        {
            await replicas.First.Hub.Clients.User(ann.Id.ToString()).SendAsync("Flood", flood, TestContext.Current.CancellationToken);
        }

        await TellAsync(ann, "revoked");

        await Eventually.IsAsync("the replica has let go of it", () => Task.FromResult(!replicas.First.IsConnected(ann)), Second);
    }

    [Fact]
    public async Task What_Redis_did_not_tell_is_found_in_the_list()
    {
        var settings = (await ServiceSettings.CreateAsync("sample", replicas.Identity))
            .With("Authentication:EndedSessionsInterval", "00:00:00.300");
        await using var redis = new OwnRedis();
        await redis.StartAsync();
        await using var app = await SampleApp.StartAsync(settings.With("ConnectionStrings:redis", redis.Configuration));
        var ann = replicas.Identity.CreateUser("ann");
        await using var hub = await ConnectAsync(app, ann);
        await redis.KillAsync();

        replicas.Identity.EndSession(ann.SessionId, "revoked");

        await hub.Closed.WaitAsync(Second, TestContext.Current.CancellationToken);
        AssertSaysWhy(hub, "revoked");
    }

    [Fact]
    public async Task A_replica_that_starts_afterwards_refuses_the_token()
    {
        var ann = replicas.Identity.CreateUser("ann");
        replicas.Identity.EndSession(ann.SessionId, "revoked");
        await using var app = await SampleApp.StartAsync(await ServiceSettings.CreateAsync("sample", replicas.Identity));
        await app.Http(ann.Token).GetAsync("/me").ShouldBeProblemAsync(401, "auth.session_ended");
        await app.Http(replicas.Identity.CreateUser("bob").Token).GetAsync("/me").ShouldBeAsync(200);
    }

    [Fact]
    public async Task A_replica_that_cannot_read_the_list_at_its_start_lets_nobody_in_and_says_that_it_will_pass()
    {
        var settings = (await ServiceSettings.CreateAsync("sample", replicas.Identity)).With("Services:Key", "another key");
        await using var app = await SampleApp.StartAsync(settings);
        await app.Http(replicas.Identity.CreateUser("ann").Token).GetAsync("/me").ShouldBeProblemAsync(503, "service.unavailable");
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task Nonsense_on_the_channel_does_no_harm(string message)
    {
        await PublishAsync(message);
        var ann = replicas.Identity.CreateUser("ann");
        await using var hub = await ConnectAsync(replicas.First, ann);
        await TellAsync(ann, "revoked");
        await hub.Closed.WaitAsync(Second, TestContext.Current.CancellationToken);
    }

    private static void AssertSaysWhy(HubClient hub, string reason)
    {
        Assert.NotNull(hub.CloseRecord);
        Assert.False(hub.CloseRecord.Value.TryGetProperty("allowReconnect", out var again) && again.GetBoolean());
        var problem = JsonSerializer.Deserialize<JsonElement>(hub.CloseRecord.Value.GetProperty("error").GetString()!);
        Assert.Equal("session.ended", problem.GetProperty("code").GetString());
        Assert.Equal(reason, problem.GetProperty("reason").GetString());
    }

    /// <summary>Connected and in its groups.</summary>
    private static async Task<HubClient> ConnectAsync(SampleApp app, TestUser user)
    {
        var hub = await app.ConnectAsync(user);
        await hub.CallAsync("Echo", Hello);
        return hub;
    }

    private static async Task<HubClient?> TryConnectAsync(SampleApp app, TestUser user)
    {
        try
        {
            return await app.ConnectAsync(user);
        }
        catch (Exception e) when (e is WebSocketException or IOException)
        {
            return null;
        }
    }

    /// <summary>As Identity publishes it: the literal is the wire between Identity and all services.</summary>
    private static Task TellAsync(TestUser user, string reason) => PublishAsync(
        $$"""[{"sessionId":"{{user.SessionId}}","reason":"{{reason}}","until":"{{DateTimeOffset.UtcNow.AddMinutes(15):O}}"}]""");

    private static async Task PublishAsync(string message)
    {
        await (await Redis).GetSubscriber().PublishAsync(Channel, message);
    }
}
