using OneVOne.Chat.Tests.Host;
using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Relationships;

public sealed class ChoosingWhoMayWrite(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Theory]
    [InlineData(Audience.Everyone, true, true, true)]
    [InlineData(Audience.FriendsOfFriends, true, true, false)]
    [InlineData(Audience.Friends, true, false, false)]
    [InlineData(Audience.Nobody, false, false, false)]
    public async Task Who_may_open_a_conversation_is_the_receivers_choice(
        Audience audience, bool friend, bool friendOfFriend, bool stranger)
    {
        var (ann, bob, cy, eve) = (app.NewPerson(), app.NewPerson("bob"), app.NewPerson("cy"), app.NewPerson("eve"));
        await TellAsync(ann.FriendsWith(bob, 1), bob.FriendsWith(cy, 1), ann.TakesMessagesOf(audience, 1));
        await ConsumedAsync();
        foreach (var (person, may) in new[] { (bob, friend), (cy, friendOfFriend), (eve, stranger) })
        {
            var response = await person.Http().PutAsync($"/api/chat/direct/{ann.Id}");
            if (may)
            {
                await person.SendAsync((await response.ShouldBeAsync(201)).Id(), "hello");
            }
            else
            {
                await response.ShouldBeProblemAsync(403, "direct.not_allowed");
            }
        }
    }

    [Fact]
    public async Task Who_may_write_in_an_open_conversation_is_each_receivers_choice_at_that_moment()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await TellAsync(ann.TakesMessagesOf(Audience.Nobody, 1));
        await Eventually.IsAsync("ann takes none", async () => (int)(await bob.Post(direct, "x")).StatusCode == 403);
        await ann.SendAsync(direct, "but bob does", replica: 1);
        await TellAsync(ann.TakesMessagesOf(Audience.Friends, 2));
        await Eventually.IsAsync("ann takes them again", async () => (int)(await bob.Post(direct, "x")).StatusCode == 201);
    }

    private async Task TellAsync(params object[] events)
    {
        foreach (var e in events)
        {
            await (e is RelationshipChanged changed ? app.Bus.PublishAsync(changed) : app.Bus.PublishAsync((PrivacyChanged)e));
        }
    }

    /// <summary>Waits until what was published before has been consumed.</summary>
    private async Task ConsumedAsync()
    {
        var (one, other) = (app.NewPerson(), app.NewPerson());
        await TellAsync(one.FriendsWith(other, 1), one.TakesMessagesOf(Audience.Nobody, 1));
        await Eventually.IsAsync("consumed", async () => await app.CountAsync(
            $"""
            SELECT (SELECT count(*) FROM relationships WHERE '{one.Id}' IN (low_user_id, high_user_id))
                + (SELECT count(*) FROM privacy_settings WHERE user_id = '{one.Id}')
            """) == 2);
    }
}
