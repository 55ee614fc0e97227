using Microsoft.AspNetCore.SignalR;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Realtime;

/// <summary>
/// What SignalR asks of a scaled-out lifetime manager, over two servers and one Redis: the cases of
/// ScaleoutHubLifetimeManagerTests in dotnet/aspnetcore, through real connections.
/// </summary>
public sealed class SpreadingOverReplicas(Replicas replicas)
{
    private static readonly Text Hello = new("hello");

    [Fact]
    public async Task All_reaches_every_replica_once()
    {
        var name = Unique();
        await using var pair = await PairAsync();
        await replicas.First.Hub.Clients.All.SendAsync(name, Hello, Token);
        await pair.First.HearAsync(name);
        await pair.Second.HearAsync(name);
        await SettleAsync(pair);
        Assert.Single(pair.First.Heard(name));
        Assert.Single(pair.Second.Heard(name));
    }

    [Fact]
    public async Task Many_messages_at_once_reach_another_replica_in_their_order()
    {
        var name = Unique();
        await using var pair = await PairAsync();
        await pair.Second.CallAsync("Join", new Text(name));
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => replicas.First.Hub.Clients.Group(name).SendAsync(name, i, Token)));
        await pair.Second.HearAsync(name, i => i.GetInt32() == 499);
        Assert.Equal(Enumerable.Range(0, 500), pair.Second.Heard(name).Select(i => i.GetInt32()));
    }

    [Fact]
    public async Task All_except_skips_a_connection_of_another_replica()
    {
        var name = Unique();
        await using var pair = await PairAsync();
        await replicas.First.Hub.Clients.AllExcept(await IdAsync(pair.Second)).SendAsync(name, Hello, Token);
        await pair.First.HearAsync(name);
        await SettleAsync(pair);
        Assert.Empty(pair.Second.Heard(name));
    }

    [Fact]
    public async Task A_group_reaches_its_members_on_every_replica_and_nobody_else()
    {
        var name = Unique();
        await using var pair = await PairAsync();
        await using var outsider = await replicas.Second.ConnectAsync(replicas.Identity.CreateUser());
        await pair.First.CallAsync("Join", new Text(name));
        await pair.Second.CallAsync("Join", new Text(name));
        await replicas.First.Hub.Clients.Group(name).SendAsync(name, Hello, Token);
        await pair.First.HearAsync(name);
        await pair.Second.HearAsync(name);
        await SettleAsync(pair);
        Assert.Empty(outsider.Heard(name));
        Assert.Single(pair.Second.Heard(name));
    }

    [Fact]
    public async Task A_group_except_skips_a_connection_of_another_replica()
    {
        var name = Unique();
        await using var pair = await PairAsync();
        await pair.First.CallAsync("Join", new Text(name));
        await pair.Second.CallAsync("Join", new Text(name));
        await replicas.First.Hub.Clients.GroupExcept(name, await IdAsync(pair.Second)).SendAsync(name, Hello, Token);
        await pair.First.HearAsync(name);
        await SettleAsync(pair);
        Assert.Empty(pair.Second.Heard(name));
    }

    [Fact]
    public async Task Who_left_a_group_hears_it_no_more()
    {
        var name = Unique();
        await using var pair = await PairAsync();
        await pair.Second.CallAsync("Join", new Text(name));
        await pair.Second.CallAsync("Leave", new Text(name));
        await replicas.First.Hub.Clients.Group(name).SendAsync(name, Hello, Token);
        await SettleAsync(pair);
        Assert.Empty(pair.Second.Heard(name));
    }

    [Fact]
    public async Task A_replica_can_put_a_connection_of_another_into_a_group_and_take_it_out()
    {
        var name = Unique();
        await using var pair = await PairAsync();
        var far = await IdAsync(pair.Second);
        await replicas.First.Hub.Groups.AddToGroupAsync(far, name, Token);
        await replicas.First.Hub.Clients.Group(name).SendAsync(name, Hello, Token);
        await pair.Second.HearAsync(name);
        await replicas.First.Hub.Groups.RemoveFromGroupAsync(far, name, Token);
        await replicas.First.Hub.Clients.Group(name).SendAsync(name, Hello, Token);
        await SettleAsync(pair);
        Assert.Single(pair.Second.Heard(name));
    }

    [Fact]
    public async Task A_user_is_reached_on_all_devices_on_every_replica()
    {
        var name = Unique();
        var ann = replicas.Identity.CreateUser("ann");
        await using var phone = await replicas.First.ConnectAsync(ann);
        await using var desk = await replicas.Second.ConnectAsync(ann);
        await using var stranger = await replicas.Second.ConnectAsync(replicas.Identity.CreateUser());
        await replicas.First.Hub.Clients.User(ann.Id.ToString()).SendAsync(name, Hello, Token);
        await phone.HearAsync(name);
        await desk.HearAsync(name);
        Assert.Empty(stranger.Heard(name));
    }

    [Fact]
    public async Task A_connection_is_reached_from_another_replica()
    {
        var name = Unique();
        await using var pair = await PairAsync();
        await replicas.First.Hub.Clients.Client(await IdAsync(pair.Second)).SendAsync(name, Hello, Token);
        await pair.Second.HearAsync(name);
        Assert.Empty(pair.First.Heard(name));
    }

    [Fact]
    public async Task A_connection_that_ended_leaves_nothing_behind()
    {
        var name = Unique();
        var ann = replicas.Identity.CreateUser("ann");
        await using (var gone = await replicas.Second.ConnectAsync(ann))
        {
            await gone.CallAsync("Join", new Text(name));
        }

        await using var back = await replicas.Second.ConnectAsync(ann);
        await replicas.First.Hub.Clients.Group(name).SendAsync(name, Hello, Token);
        await replicas.First.Hub.Clients.User(ann.Id.ToString()).SendAsync($"{name}-user", Hello, Token);
        await back.HearAsync($"{name}-user");
        Assert.Empty(back.Heard(name));
    }

    [Fact]
    public async Task Messages_of_one_sender_arrive_in_order_on_another_replica()
    {
        var name = Unique();
        await using var pair = await PairAsync();
        await pair.Second.CallAsync("Join", new Text(name));
        for (var i = 0; i < 500; i++)
        {
            await replicas.First.Hub.Clients.Group(name).SendAsync(name, i, Token);
        }

        await Eventually.IsAsync("hear all 500", () => Task.FromResult(pair.Second.Heard(name).Count == 500));
        Assert.Equal(Enumerable.Range(0, 500), pair.Second.Heard(name).Select(item => item.GetInt32()));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Unique() => $"n{Guid.NewGuid():N}";

    private static async Task<string> IdAsync(HubClient hub) => (await hub.CallAsync("Id", Hello)).GetString()!;

    private async Task<Pair> PairAsync()
    {
        var pair = new Pair(
            await replicas.First.ConnectAsync(replicas.Identity.CreateUser()),
            await replicas.Second.ConnectAsync(replicas.Identity.CreateUser()));
        // A call that is answered was made by a connection that hears.
        await IdAsync(pair.First);
        await IdAsync(pair.Second);
        return pair;
    }

    /// <summary>What was sent before this has arrived when this returns: it goes the same way, after it.</summary>
    private async Task SettleAsync(Pair pair)
    {
        var mark = Unique();
        await replicas.First.Hub.Clients.All.SendAsync(mark, Hello, Token);
        await pair.First.HearAsync(mark);
        await pair.Second.HearAsync(mark);
    }

    private sealed record Pair(HubClient First, HubClient Second) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await First.DisposeAsync();
            await Second.DisposeAsync();
        }
    }
}
