using System.Diagnostics;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class NamingPeople(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Theory]
    [InlineData("@{0}", true)]
    [InlineData("look, @{0}!", true)]
    [InlineData("(@{0})", true)]
    [InlineData("@{0}.", true)]
    [InlineData("@{0}'s", true)]
    [InlineData("**@{0}**", true)]
    [InlineData("||@{0}||", true)]
    [InlineData("`code` @{0} `code`", true)]
    [InlineData("a ` @{0}", true)]
    [InlineData("@@{0}", false)]
    [InlineData("@{0}x", false)]
    [InlineData("@{0}@example.org", false)]
    [InlineData("ann@{0}", false)]
    [InlineData("ann.o+news-@{0}", false)]
    [InlineData("https://example.org/@{0}", false)]
    [InlineData("`@{0}`", false)]
    [InlineData("```\n@{0}\n```", false)]
    [InlineData("@ {0}", false)]
    public async Task A_name_is_meant_where_it_stands_for_itself(string text, bool isMeant)
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, string.Format(System.Globalization.CultureInfo.InvariantCulture, text, bob.Username.ToUpperInvariant()));
        Assert.Equal(isMeant, (await bob.MessageAsync(message)).TryGetProperty("mentions", out _));
        Assert.Equal(isMeant ? 1 : 0, (await bob.ConversationAsync(direct)).Number("mentions"));
    }

    /// <summary>ASVS 1.3.12: no text makes the search for names take long.</summary>
    [Fact]
    public async Task A_text_that_is_made_to_be_looked_through_long_is_not()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var watch = Stopwatch.StartNew();
        foreach (var part in new[] { "@", "@a", "@a.", "`", "``", "```", "`\n", "```a", "`@", "@-", "@_@", "@all@", "a@" })
        {
            await ann.SayAsync(direct, string.Concat(Enumerable.Repeat(part, 2000 / part.Length)));
            await ann.SayAsync(direct, "```" + string.Concat(Enumerable.Repeat(part, 1900 / part.Length)));
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed} for 26 messages.");
    }

    [Fact]
    public async Task Here_means_the_members_who_are_online_and_only_from_who_keeps_order()
    {
        await using var presence = await TestPresence.StartAsync();
        await using var own = await ChatApp.StartAsync(
            configure: settings => settings.With("services:presence:http:0", presence.Address.ToString()));
        var (ann, bob, cy, dan) = (own.NewPerson(), own.NewPerson("bob"), own.NewPerson("cy"), own.NewPerson("dan"));
        var room = await own.RoomAsync(ann, bob, cy);
        presence.Comes(ann.Id, bob.Id, dan.Id);
        var message = await ann.SayAsync(room, "@here look");
        Assert.Equal((1, 0, 0), (await MentionsAsync(bob), await MentionsAsync(cy), await MentionsAsync(ann)));
        Assert.Equal("here", (await bob.MessageAsync(message)).Text("mentionsEveryone"));
        // An edit means who is here then.
        presence.Goes(bob.Id);
        presence.Comes(cy.Id);
        await ann.Edit(message, "@here look!").ShouldBeAsync(200);
        Assert.Equal((0, 1), (await MentionsAsync(bob), await MentionsAsync(cy)));
        Assert.DoesNotContain(dan.Id, presence.Asked);

        var asked = presence.Asked.Count;
        await bob.SayAsync(room, "@here me too");
        await bob.SayAsync(room, "@all me too");
        Assert.Equal((0, asked), (await MentionsAsync(ann), presence.Asked.Count));

        presence.IsAway = true;
        await ann.SayAsync(room, "@here is anyone");
        Assert.Equal(1, await MentionsAsync(cy));

        async Task<long> MentionsAsync(ChatPerson person) => (await person.ConversationAsync(room)).Number("mentions");
    }
}
