using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Friendships;

public sealed class TellingARelation(FriendsApp app)
{
    private readonly Member ann = app.Register("ann");
    private readonly Member bob = app.Register("bob");

    [Fact]
    public async Task Strangers_and_oneself_are_no_friends()
    {
        Assert.Equal((false, 0), await ann.RelationToAsync(bob));
        Assert.Equal((false, 0), await ann.RelationToAsync(ann));
        var relation = await ann.SeeAsync(bob);
        Assert.Equal(bob.Id, relation.GetProperty("userId").GetGuid());
        Assert.Equal(JsonValueKind.Null, relation.GetProperty("request").ValueKind);
        Assert.Equal(JsonValueKind.Null, relation.GetProperty("since").ValueKind);
        Assert.False(relation.GetProperty("blockedByMe").GetBoolean());
    }

    [Fact]
    public async Task A_waiting_request_is_told_to_both_each_in_their_direction()
    {
        var id = await ann.RequestAsync(bob);
        foreach (var (who, whom, direction) in new[] { (ann, bob, "outgoing"), (bob, ann, "incoming") })
        {
            var request = (await who.SeeAsync(whom)).GetProperty("request");
            Assert.Equal(id, request.GetProperty("id").GetGuid());
            Assert.Equal(direction, request.GetProperty("direction").GetString());
        }
    }

    [Fact]
    public async Task The_version_rises_with_each_friendship_and_its_end_and_is_told_to_friends_alone()
    {
        await ann.BefriendAsync(bob);
        Assert.Equal((true, 1), await ann.RelationToAsync(bob));
        await bob.UnfriendAsync(ann).ShouldBeAsync(204);
        Assert.Equal((false, 0), await ann.RelationToAsync(bob));
        await bob.CancelAsync(await bob.RequestAsync(ann)).ShouldBeAsync(204);
        await bob.BefriendAsync(ann);
        Assert.Equal((true, 3), await ann.RelationToAsync(bob));
        Assert.Equal((true, 3), await bob.RelationToAsync(ann));
    }
}
