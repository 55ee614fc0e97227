using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Realtime;

public sealed class CountingViewers : IAsyncLifetime
{
    private ChatApp app = null!;

    public async ValueTask InitializeAsync() => app = await ChatApp.StartAsync(replicas: 2);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Those_who_look_hear_how_many_people_do_and_not_how_many_devices()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        await using var phone = await LookAsync(ann, 0);
        await using var desk = await LookAsync(ann, 1);
        await HearsAsync(phone, 1);
        await HearsAsync(desk, 1);
        var bobs = await LookAsync(bob, 1);
        await using var elsewhere = await bob.HubAsync(0);
        await HearsAsync(phone, 2);
        await HearsAsync(desk, 2);
        await HearsAsync(bobs, 2);
        bobs.Abort();
        await HearsAsync(phone, 1);
        await phone.CallAsync("View", new { conversationId = (Guid?)null });
        await using var again = await LookAsync(bob, 0);
        await HearsAsync(desk, 2);
        Assert.Equal(1, phone.Heard("Occupancy")[^1].GetProperty("online").GetInt64());
        Assert.Empty(elsewhere.Heard("Occupancy"));
        await bobs.DisposeAsync();
    }

    [Fact]
    public async Task However_many_come_and_go_it_is_told_once_a_second()
    {
        await using var listener = await LookAsync(app.NewPerson(), 0);
        await HearsAsync(listener, 1);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var crowd = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => LookAsync(app.NewPerson(), i % 2)));
        await HearsAsync(listener, 41);
        await Task.WhenAll(crowd.Select(async device => await device.DisposeAsync()));
        await HearsAsync(listener, 1);
        // The first is the answer to its own look, the second the word of it to all.
        Assert.InRange(listener.Heard("Occupancy").Count, 3, watch.Elapsed.TotalSeconds + 4);
    }

    [Fact]
    public async Task Viewers_of_a_killed_replica_are_no_longer_counted_soon()
    {
        await using var listener = await LookAsync(app.NewPerson(), 0);
        await using var doomed = await OwnReplica.StartAsync(app);
        await using var hub = await HubClient.ConnectAsync(doomed.Address, "/hubs/chat", app.NewPerson("bob").Token);
        await hub.CallAsync("View", new { conversationId = ChatPerson.Lobby });
        await HearsAsync(listener, 2);
        await doomed.KillAsync();
        await HearsAsync(listener, 1, TimeSpan.FromSeconds(20));
    }

    /// <summary>Of two, the number would tell whether the other is here.</summary>
    [Fact]
    public async Task Nothing_is_told_of_direct_conversations()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var anns = await ann.HubAsync(0);
        await using var bobs = await bob.HubAsync(1);
        await anns.CallAsync("View", new { conversationId = direct });
        await bobs.CallAsync("View", new { conversationId = direct });
        await bobs.CallAsync("View", new { conversationId = ChatPerson.Lobby });
        await HearsAsync(bobs, 1);
        Assert.Empty(anns.Heard("Occupancy"));
    }

    private static async Task<HubClient> LookAsync(ChatPerson person, int replica)
    {
        var device = await person.HubAsync(replica);
        await device.CallAsync("View", new { conversationId = ChatPerson.Lobby });
        return device;
    }

    private static Task HearsAsync(HubClient device, long number, TimeSpan? within = null) =>
        Eventually.IsAsync(
            $"hear of {number} viewers; heard {string.Join(' ', device.Heard("Occupancy"))}",
            () => Task.FromResult(device.Heard("Occupancy") is [.., var last] && last.GetProperty("online").GetInt64() == number),
            within);
}
