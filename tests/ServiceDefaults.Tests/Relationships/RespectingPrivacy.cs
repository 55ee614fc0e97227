using OneVOne.Contracts.Friends;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Relationships;

public sealed class RespectingPrivacy(Replicas replicas)
{
    private readonly Guid ann = Guid.NewGuid();
    private readonly Guid friend = Guid.NewGuid();
    private readonly Guid friendOfFriend = Guid.NewGuid();
    private readonly Guid stranger = Guid.NewGuid();
    private readonly Guid blocked = Guid.NewGuid();

    [Theory]
    [InlineData(Audience.Everyone, true, true, true)]
    [InlineData(Audience.FriendsOfFriends, true, true, false)]
    [InlineData(Audience.Friends, true, false, false)]
    [InlineData(Audience.Nobody, false, false, false)]
    public async Task An_audience_holds_whom_it_names(Audience audience, bool first, bool second, bool third)
    {
        await KnowEachOtherAsync();
        await TellAsync(Settings(1, audience));
        Assert.Equal(
            (first, second, third, false),
            (await AllowsAsync(friend), await AllowsAsync(friendOfFriend), await AllowsAsync(stranger), await AllowsAsync(blocked)));
    }

    [Fact]
    public async Task Who_shares_a_conversation_counts_as_a_friend_of_a_friend_and_a_block_stands_above()
    {
        await KnowEachOtherAsync();
        await TellAsync(Settings(1, Audience.FriendsOfFriends));
        Assert.True(await AllowsAsync(stranger, acquainted: true));
        Assert.False(await AllowsAsync(blocked, acquainted: true));
    }

    [Fact]
    public async Task Without_settings_the_defaults_hold()
    {
        await KnowEachOtherAsync();
        Assert.False(await AllowsAsync(stranger));
        Assert.True(await AllowsAsync(friend));
        foreach (var (what, audience) in new[]
        {
            ("friend_requests", 1), ("direct_messages", 3), ("group_invites", 3), ("game_invites", 3), ("presence", 3),
        })
        {
            Assert.Equal(audience, await replicas.First.ScalarAsync<int>("SELECT audience_of($1, $2)", ann, what));
        }
    }

    [Fact]
    public async Task The_highest_version_counts_in_whatever_order_and_followers_hear_what_was_before()
    {
        foreach (var settings in new[] { Settings(2, Audience.Nobody), Settings(1, Audience.Everyone), Settings(2, Audience.Nobody) })
        {
            await TellAsync(settings);
        }

        Assert.Equal(4, await replicas.First.ScalarAsync<int>("SELECT audience_of($1, 'presence')", ann));
        Assert.Equal(
            "0 Friends -> Nobody 2",
            await replicas.First.ScalarAsync<string>(
                "SELECT string_agg(concat_ws(' ', before_version, what, after_version), '; ') FROM followed WHERE who = $1",
                ann));
    }

    private PrivacyChanged Settings(long version, Audience all) =>
        new(ann, all, all, all, all, all, DateTimeOffset.UtcNow, version);

    private async Task KnowEachOtherAsync()
    {
        await TellAsync(Pair.Of(ann, friend).Friends(1));
        await TellAsync(Pair.Of(friend, friendOfFriend).Friends(1));
        await TellAsync(Pair.Of(ann, blocked).Both(1));
    }

    private Task<bool> AllowsAsync(Guid other, bool acquainted = false) => replicas.First.ScalarAsync<bool>(
        "SELECT allows($1, 'direct_messages', $2, $3)", ann, other, acquainted);

    private async Task TellAsync<TEvent>(TEvent e)
        where TEvent : class
    {
        var id = Guid.NewGuid();
        await replicas.First.PublishRawAsync(e, id);
        await Eventually.IsAsync("it is consumed", async () =>
            await replicas.First.ScalarAsync<long>("SELECT count(*) FROM inbox WHERE message_id = $1", id) == 1);
    }
}
