using Microsoft.AspNetCore.SignalR;
using OneVOne.ServiceDefaults.Realtime;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Realtime;

/// <summary>Groups that follow people over their devices and all replicas.</summary>
public sealed class FollowingPeople(Replicas replicas)
{
    private static readonly Text Hello = new("hello");

    private readonly GroupPlace place = PlaceOf($"g{Guid.NewGuid():N}");

    [Fact]
    public async Task All_devices_of_a_person_come_and_go_before_the_answer()
    {
        var ann = replicas.Identity.CreateUser();
        await using var phone = await replicas.First.ConnectAsync(ann);
        await using var desk = await replicas.Second.ConnectAsync(ann);
        await using var bobs = await replicas.Second.ConnectAsync(replicas.Identity.CreateUser());
        await SettleAsync(phone, desk, bobs);
        await replicas.First.UserGroups.JoinAsync(ann.Id.ToString(), place, version: 1);
        await SendAsync("in");
        await phone.HearAsync("in");
        await desk.HearAsync("in");
        await replicas.First.UserGroups.LeaveAsync(ann.Id.ToString(), place, version: 2);
        await SendAsync("out");
        await SettleAsync(phone, desk, bobs);
        Assert.Empty(phone.Heard("out").Concat(desk.Heard("out")).Concat(bobs.Heard("in")));
    }

    [Fact]
    public async Task Of_changes_that_cross_the_newer_one_holds()
    {
        var ann = replicas.Identity.CreateUser();
        await using var desk = await replicas.Second.ConnectAsync(ann);
        await SettleAsync(desk);
        await replicas.First.UserGroups.LeaveAsync(ann.Id.ToString(), place, version: 5);
        await replicas.Second.UserGroups.JoinAsync(ann.Id.ToString(), place, version: 4);
        await SendAsync("late");
        await replicas.First.UserGroups.JoinAsync(ann.Id.ToString(), place, version: 6);
        await SendAsync("again");
        await desk.HearAsync("again");
        Assert.Empty(desk.Heard("late"));
    }

    [Fact]
    public async Task What_was_read_before_a_change_does_not_undo_it()
    {
        var ann = replicas.Identity.CreateUser();
        await using var desk = await replicas.Second.ConnectAsync(ann);
        var id = (await desk.CallAsync("Id", Hello)).GetString()!;
        var groups = replicas.Second.UserGroups;
        var before = groups.Of(id)!.Stamp;
        await replicas.First.UserGroups.LeaveAsync(ann.Id.ToString(), place, version: 2);
        await groups.PlaceAsync(id, [place], before);
        Assert.DoesNotContain(place.Group, groups.Of(id)!.Groups);
        await groups.PlaceAsync(id, [place], groups.Of(id)!.Stamp);
        Assert.Contains(place.Group, groups.Of(id)!.Groups);
        await groups.TakeOutAsync(id, [place], groups.Of(id)!.Stamp);
        Assert.DoesNotContain(place.Group, groups.Of(id)!.Groups);
        Assert.Null(groups.Of("nobody's"));
    }

    [Fact]
    public async Task Beyond_the_limit_of_a_replica_a_connection_hears_less_until_it_asks_for_all()
    {
        var narrow = place with { Limit = 1 };
        var people = Enumerable.Range(0, 2).Select(_ => replicas.Identity.CreateUser()).ToArray();
        await using var first = await replicas.Second.ConnectAsync(people[0]);
        await using var second = await replicas.Second.ConnectAsync(people[1]);
        await SettleAsync(first, second);
        foreach (var person in people)
        {
            await replicas.First.UserGroups.JoinAsync(person.Id.ToString(), narrow, version: 1);
        }

        var id = (await second.CallAsync("Id", Hello)).GetString()!;
        Assert.Contains(place.Overflow, replicas.Second.UserGroups.Of(id)!.Groups);
        await replicas.Second.UserGroups.ListenAsync(id, narrow, closely: true);
        Assert.Equal(place.Group, Assert.Single(replicas.Second.UserGroups.Of(id)!.Groups));
        await replicas.Second.UserGroups.ListenAsync(id, narrow, closely: false);
        Assert.Equal(place.Overflow, Assert.Single(replicas.Second.UserGroups.Of(id)!.Groups));
        // A place that ends, ends for both kinds.
        await replicas.First.UserGroups.EndAsync(narrow);
        Assert.Empty(replicas.Second.UserGroups.Of(id)!.Groups);
        // Who has no place does not get one by listening.
        await replicas.Second.UserGroups.ListenAsync(id, narrow, closely: true);
        Assert.Empty(replicas.Second.UserGroups.Of(id)!.Groups);
    }

    private static GroupPlace PlaceOf(string name) => new(name, $"{name}-less", int.MaxValue, [$"{name}-beside"]);

    private Task SendAsync(string name) => replicas.First.Hub.Clients.Group(place.Group).SendAsync(name, Hello);

    /// <summary>What was sent before this has arrived when this returns, and the connections are known.</summary>
    private async Task SettleAsync(params HubClient[] devices)
    {
        var mark = $"m{Guid.NewGuid():N}";
        foreach (var device in devices)
        {
            await device.CallAsync("Id", Hello);
        }

        await replicas.First.Hub.Clients.All.SendAsync(mark, Hello);
        foreach (var device in devices)
        {
            await device.HearAsync(mark);
        }
    }
}
