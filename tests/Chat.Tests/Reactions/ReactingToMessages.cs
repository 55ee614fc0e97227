using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Reactions;

public sealed class ReactingToMessages(TwoReplicas replicas)
{
    // Each another emoji: faces.
    private static readonly string[] Faces = [.. Enumerable.Range(0x1F600, 60).Select(char.ConvertFromUtf32)];

    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Reactions_are_counted_by_emoji_in_the_order_in_which_each_came_first()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "hello");
        await using var hears = await ann.ListenAsync(replica: 1);
        await bob.React(message, "👍").ShouldBeAsync(200);
        await using var hub = await bob.HubAsync();
        await hub.CallAsync("React", new { messageId = message, emoji = "❤️", on = true });
        var state = await ann.React(message, "👍", replica: 1).ShouldBeAsync(200);
        Assert.Equal([("👍", 2L), ("❤️", 1L)], Counts(state));

        var told = await hears.HearAsync("Event", e => e.Number("seq") == 4);
        Assert.Equal(("reaction.added", "👍"), (told.Text("type"), told.GetProperty("data").Text("emoji")));
        Assert.Equal(state.GetRawText(), told.GetProperty("message").GetRawText());
        Assert.False(state.TryGetProperty("ownReactions", out _));
        Assert.Equal(["👍"], (await ann.MessageAsync(message)).Items("ownReactions").Select(own => own.GetString()));

        state = await bob.React(message, "👍", on: false).ShouldBeAsync(200);
        // The first of those that are left.
        Assert.Equal([("❤️", 1L), ("👍", 1L)], Counts(state));
        await ann.React(message, "👍", on: false).ShouldBeAsync(200);
        state = await hub.CallAsync("React", new { messageId = message, emoji = "❤️", on = false });
        Assert.False(state.TryGetProperty("reactions", out _));
        Assert.Equal(
            ["reaction.added", "reaction.added", "reaction.added", "reaction.removed", "reaction.removed", "reaction.removed"],
            (await bob.EventsAsync(direct, after: 1)).Select(e => e.Text("type")));
    }

    [Fact]
    public async Task The_same_reaction_twice_is_one_and_taking_back_what_is_not_there_is_nothing()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "hello");
        var none = await bob.React(message, "👍", on: false).ShouldBeAsync(200);
        Assert.Equal(1, none.Number("version"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => bob.React(message, "👍", replica: i % 2).ShouldBeAsync(200)));
        Assert.All(answers, answer => Assert.Equal(answers[0].GetRawText(), answer.GetRawText()));
        Assert.Equal(2, (await ann.EventsAsync(direct)).Count);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("👍👍")]
    [InlineData("1")]
    [InlineData("a\uFE0F")]
    [InlineData("\u200D")]
    [InlineData("<b>")]
    [InlineData(":UPPER:")]
    [InlineData(":a:")]
    [InlineData(":a b:")]
    [InlineData("::")]
    public async Task What_is_no_emoji_is_no_reaction(string text)
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "hello");
        await ann.React(message, text).ShouldBeProblemAsync(400, "request.invalid");
    }

    [Theory]
    [InlineData("1️⃣")]
    [InlineData("#️⃣")]
    [InlineData("🇨🇿")]
    [InlineData("❤️")]
    [InlineData("👍🏽")]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("🏴󠁧󠁢󠁳󠁣󠁴󠁿")]
    [InlineData("‼️")]
    [InlineData("↔️")]
    [InlineData("🧑🏿‍❤️‍💋‍🧑🏻")]
    public async Task Every_kind_of_emoji_is_one(string emoji)
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "hello");
        Assert.Equal([(emoji, 1L)], Counts(await ann.React(message, emoji).ShouldBeAsync(200)));
    }

    [Fact]
    public async Task Twenty_kinds_are_a_persons_and_fifty_a_messages_and_those_that_are_there_stay_open()
    {
        var people = Enumerable.Range(0, 4).Select(i => app.NewPerson($"p{i}")).ToArray();
        var room = await app.RoomAsync(people);
        var message = await people[0].SayAsync(room, "hello");
        for (var i = 0; i < 50; i++)
        {
            await people[i / 20].React(message, Faces[i], replica: i % 2).ShouldBeAsync(200);
        }

        await people[0].React(message, Faces[20]).ShouldBeProblemAsync(409, "reaction.too_many");
        await people[2].React(message, Faces[50]).ShouldBeProblemAsync(409, "reaction.too_many");
        await people[3].React(message, Faces[0]).ShouldBeAsync(200);
        await people[0].React(message, Faces[1], on: false).ShouldBeAsync(200);
        var full = await people[2].React(message, Faces[50]).ShouldBeAsync(200);
        Assert.Equal(50, Counts(full).Count());
        Assert.Equal(51, Counts(full).Sum(kind => kind.Count));
    }

    [Fact]
    public async Task A_hundred_people_at_once_are_a_hundred_and_are_listed_in_their_order()
    {
        var people = Enumerable.Range(0, 100).Select(i => app.NewPerson($"p{i}")).ToArray();
        var room = await app.RoomAsync(people);
        var message = await people[0].SayAsync(room, "hello");
        await Task.WhenAll(people.Select((person, i) => person.React(message, "🎉", replica: i % 2).ShouldBeAsync(200)));
        Assert.Equal([("🎉", 100L)], Counts(await people[0].MessageAsync(message)));
        var events = await people[0].EventsAsync(room);
        Assert.Equal(WireJson.UpTo(101), events.Seqs());

        var listed = new List<Guid>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await people[1].Http().GetAsync(
                $"/api/chat/messages/{message}/reactions/🎉?limit=40&cursor={cursor}").ShouldBeAsync(200);
            listed.AddRange(page.Items().Select(item => item.GetProperty("user").Id()));
            cursor = page.Text("next");
        }

        Assert.Equal(events.Skip(1).Select(e => e.GetProperty("actor").Id()), listed);
        Assert.Empty((await people[1].Http().GetAsync($"/api/chat/messages/{message}/reactions/👍").ShouldBeAsync(200)).Items());
    }

    [Fact]
    public async Task Two_of_whom_one_blocks_the_other_do_not_react_to_each_other()
    {
        var (ann, bob, cy) = (app.NewPerson(), app.NewPerson("bob"), app.NewPerson("cy"));
        var room = await app.RoomAsync(cy, ann, bob);
        var (anns, bobs) = (await ann.SayAsync(room, "hello"), await bob.SayAsync(room, "hello"));
        await bob.React(anns, "👍").ShouldBeAsync(200);
        await app.BlockAsync(ann, bob, 1);
        var refused = await bob.React(anns, "👎").ShouldBeProblemAsync(403, "reaction.not_allowed");
        // In the same words to both: who is blocked does not learn of it here.
        Assert.Equal(refused.Text("detail"), (await ann.React(bobs, "👍").ShouldBeProblemAsync(403, "reaction.not_allowed")).Text("detail"));
        await cy.React(anns, "👍").ShouldBeAsync(200);
        await bob.React(anns, "👍", on: false).ShouldBeAsync(200);
    }

    private static IEnumerable<(string? Emoji, long Count)> Counts(JsonElement message) =>
        message.Items("reactions").Select(reaction => (reaction.Text("emoji"), reaction.Number("count")));
}
