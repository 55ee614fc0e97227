using OneVOne.Chat.Tests.Host;
using OneVOne.Contracts.Identity;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Privacy;

[Collection(nameof(TheOnlyChat))]
public sealed class ErasingWhatAPersonDid(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Former_texts_and_reactions_go_with_the_person_and_those_of_others_stay()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var (anns, bobs) = (await ann.SayAsync(direct, "secret"), await bob.SayAsync(direct, "from bob"));
        await ann.Edit(anns, "other secret").ShouldBeAsync(200);
        await bob.React(anns, "👍").ShouldBeAsync(200);
        await ann.React(bobs, "👍").ShouldBeAsync(200);
        await bob.React(bobs, "👍").ShouldBeAsync(200);
        await ann.React(bobs, "🎉").ShouldBeAsync(200);
        await ann.Hide(bobs).ShouldBeAsync(204);
        await EraseAsync(ann);
        await Eventually.IsAsync("ann is gone", async () =>
            await app.CountAsync($"SELECT count(*) FROM members WHERE user_id = '{ann.Id}'") == 0);

        Assert.Empty((await bob.Http().GetAsync($"/api/chat/messages/{anns}/revisions").ShouldBeAsync(200)).Items());
        Assert.Equal(1, (await bob.MessageAsync(anns)).Items("reactions")[0].Number("count"));
        var left = Assert.Single((await bob.MessageAsync(bobs)).Items("reactions"));
        Assert.Equal(("👍", 1L), (left.Text("emoji"), left.Number("count")));
        Assert.DoesNotContain(await bob.EventsAsync(direct), e => e.GetRawText().Contains("secret", StringComparison.Ordinal));
        Assert.Equal(0, await app.CountAsync(
            $"""
            SELECT (SELECT count(*) FROM reactions WHERE user_id = '{ann.Id}')
                + (SELECT count(*) FROM hidden_messages WHERE user_id = '{ann.Id}')
                + (SELECT count(*) FROM messages WHERE author_id = '{ann.Id}' AND (body <> '' OR sent_digest IS NOT NULL))
            """));
        // Whatever their last token still asks for.
        await ann.Edit(anns, "back").ShouldBeProblemAsync(404, "message.not_found");
        await ann.React(bobs, "👍").ShouldBeProblemAsync(404, "message.not_found");
        await ann.Hide(bobs).ShouldBeProblemAsync(404, "message.not_found");
    }

    [Fact]
    public async Task An_edit_that_is_on_its_way_meanwhile_leaves_no_text() // R12
    {
        for (var round = 0; round < 5; round++)
        {
            var (ann, bob, direct) = await app.TwoFriendsAsync();
            var message = await ann.SayAsync(direct, "secret");
            using var stop = new CancellationTokenSource();
            var editing = Enumerable.Range(0, 4).Select(async n =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    using var edit = await ann.Edit(message, $"secret {n} {i}", replica: n % 2);
                    using var reaction = await ann.React(message, "👍", on: i % 2 == 0, replica: n % 2);
                }
            }).ToList();
            await Eventually.IsAsync("ann edits", async () => (await bob.EventsAsync(direct)).Count > 10);
            await EraseAsync(ann);
            await Eventually.IsAsync("ann is gone", async () =>
                await app.CountAsync($"SELECT count(*) FROM members WHERE user_id = '{ann.Id}'") == 0);
            await stop.CancelAsync();
            await Task.WhenAll(editing);
            var left = await bob.EventsAsync(direct);
            Assert.DoesNotContain(left, e => e.GetRawText().Contains("secret", StringComparison.Ordinal));
            Assert.Equal(WireJson.UpTo(left.Count), left.Seqs());
            Assert.Equal(0, await app.CountAsync(
                $"""
                SELECT (SELECT count(*) FROM revisions WHERE message_id = '{message}')
                    + (SELECT count(*) FROM reactions WHERE message_id = '{message}')
                    + (SELECT reaction_count FROM messages WHERE id = '{message}')
                """));
        }
    }

    private Task EraseAsync(ChatPerson person) =>
        app.Bus.PublishAsync(new UserDeleted(person.Id, DateTimeOffset.UtcNow, Version: 9));
}
