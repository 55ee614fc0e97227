using OneVOne.Chat.Tests.Host;
using OneVOne.Contracts.Identity;
using OneVOne.Contracts.Privacy;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Privacy;

[Collection(nameof(TheOnlyChat))]
public sealed class ErasingAPerson(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Their_text_and_name_go_and_what_others_wrote_stays_whole_without_a_gap()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "from ann");
        await bob.SendAsync(direct, "from bob");
        await ann.SendAsync(direct, "ann again");
        var unread = await bob.UnreadAsync(direct);
        await EraseAsync(ann);

        await Eventually.IsAsync("ann's text is gone", async () =>
            (await bob.EventsAsync(direct)).Bodies().SequenceEqual(["", "from bob", ""]));
        var events = await bob.EventsAsync(direct, replica: 1);
        Assert.Equal(WireJson.UpTo(3), events.Seqs());
        Assert.Equal(ann.Id, events[0].GetProperty("author").Id());
        Assert.Equal(unread, await bob.UnreadAsync(direct));
        await Eventually.IsAsync("ann's name is gone", async () =>
            (await bob.EventsAsync(direct))[0].GetProperty("author").Text("username") == "deleted user");
        Assert.Equal(0, await app.CountAsync($"SELECT count(*) FROM members WHERE user_id = '{ann.Id}'"));
    }

    [Fact]
    public async Task Their_rooms_pass_to_others_and_what_they_wrote_in_rooms_that_they_had_left_goes_too()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var (owned, left) = ((await ann.CreateRoomAsync()).Id(), (await bob.CreateRoomAsync()).Id());
        await bob.Join(owned).ShouldBeAsync(200);
        await ann.Join(left).ShouldBeAsync(200);
        await ann.SendAsync(owned, "secret");
        await ann.SendAsync(left, "secret");
        await ann.Leave(left).ShouldBeAsync(204);
        await EraseAsync(ann);
        await Eventually.IsAsync("ann's text is gone", async () => await app.CountAsync(
            $"SELECT count(*) FROM messages WHERE author_id = '{ann.Id}' AND body <> ''") == 0);
        var now = await bob.ConversationAsync(owned);
        Assert.Equal(("owner", 1), (now.Text("role"), now.Number("memberCount")));
        Assert.Equal(
            ["member.left", "member.role_changed"], (await bob.EventsAsync(owned))[^2..].Select(e => e.Text("type")));
        await Eventually.IsAsync("nothing tells where ann was", async () => await app.CountAsync(
            $"SELECT count(*) FROM former_members WHERE user_id = '{ann.Id}'") == 0);
    }

    [Fact]
    public async Task What_they_had_begun_and_what_was_to_be_sent_later_go_too()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await ann.Http().PutAsync($"/api/chat/conversations/{direct}/draft", new { body = "so far" }).ShouldBeAsync(200);
        var later = new { conversationId = direct, clientMessageId = Guid.NewGuid(), body = "later", sendAt = DateTimeOffset.UtcNow.AddHours(1) };
        await ann.Http().PostAsync("/api/chat/scheduled", later).ShouldBeAsync(201);
        await bob.Http().PutAsync($"/api/chat/conversations/{direct}/draft", new { body = "bob's" }).ShouldBeAsync(200);
        await EraseAsync(ann);
        await Eventually.IsAsync("nothing of ann's is left", async () => await app.CountAsync(
            $"""
            SELECT (SELECT count(*) FROM drafts WHERE user_id = '{ann.Id}')
                + (SELECT count(*) FROM scheduled_messages WHERE user_id = '{ann.Id}')
            """) == 0);
        Assert.Single((await bob.Http().GetAsync("/api/chat/drafts").ShouldBeAsync(200)).Items());
    }

    [Fact]
    public async Task It_is_confirmed_once_also_when_it_is_heard_of_again()
    {
        await using var hearing = await Listening.StartAsync<PersonErased>();
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "from ann");
        var (deleted, id) = (Deleted(ann), Guid.NewGuid());
        await app.Bus.PublishAsync(deleted, id);
        await app.Bus.PublishAsync(deleted, id);
        await Eventually.IsAsync("chat has confirmed", () => Task.FromResult(Confirmed().Any()));
        var (other, _, theirs) = await app.TwoFriendsAsync();
        await other.SendAsync(theirs, "another");
        await EraseAsync(other);
        await Eventually.IsAsync("the other one is confirmed", () => Task.FromResult(hearing.Where(e => e.UserId == other.Id).Any()));
        Assert.Single(Confirmed());

        IEnumerable<PersonErased> Confirmed() => hearing.Where(e => e.UserId == ann.Id && e.Service == "chat");
    }

    [Fact]
    public async Task A_message_that_is_on_its_way_meanwhile_keeps_its_number_and_loses_its_text() // R12
    {
        for (var round = 0; round < 5; round++)
        {
            var (ann, bob, direct) = await app.TwoFriendsAsync();
            await using var sending = Meanwhile.Repeat(4, async n =>
            {
                using var answer = await ann.Post(direct, "secret", replica: n % 2);
            });
            await Eventually.IsAsync("ann writes", async () => (await bob.EventsAsync(direct)).Count > 10);
            await EraseAsync(ann);
            await Eventually.IsAsync("ann is erased", async () => await app.CountAsync(
                $"SELECT count(*) FROM erased_people WHERE user_id = '{ann.Id}'") == 1);
            var head = (await bob.EventsAsync(direct)).Count;
            await Eventually.IsAsync("something was written after", async () => (await bob.EventsAsync(direct)).Count > head);
            await sending.StopAsync();

            await Eventually.IsAsync("no text is left", async () =>
                (await bob.EventsAsync(direct)).Bodies().All(body => body!.Length == 0));
            var seqs = (await bob.EventsAsync(direct)).Seqs().ToList();
            Assert.Equal(WireJson.UpTo(seqs.Count), seqs);
        }
    }

    [Fact]
    public async Task A_batch_that_began_before_is_waited_for() // R12
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "first");
        Task<HttpResponseMessage> late;
        await using (await app.HoldAsync(direct))
        {
            late = ann.Post(direct, "on its way");
            await app.WriterWaitsAsync();
            await EraseAsync(ann);
            await Eventually.IsAsync("ann is known to be gone", async () => await app.CountAsync(
                $"SELECT count(*) FROM erased_people WHERE user_id = '{ann.Id}'") == 1);
            Assert.Equal("first", (await bob.EventsAsync(direct))[0].Text("body"));
        }

        await late;
        await Eventually.IsAsync("both are empty", async () => (await bob.EventsAsync(direct)).Bodies().SequenceEqual(["", ""]));
    }

    private static UserDeleted Deleted(ChatPerson person) => new(person.Id, DateTimeOffset.UtcNow, Version: 9);

    private Task EraseAsync(ChatPerson person) => app.Bus.PublishAsync(Deleted(person));
}
