using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class SlowingAConversation(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Of_parallel_sends_over_both_replicas_one_is_written_and_the_others_are_told_how_long_to_wait()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        for (var round = 0; round < 10; round++)
        {
            var room = await SlowRoomAsync(30, (ann, "member"), (bob, "member"));
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => ann.Post(room, $"{n}", replica: n % 2)));
            Assert.Single(answers, answer => (int)answer.StatusCode == 201);
            foreach (var refused in answers.Where(answer => (int)answer.StatusCode != 201))
            {
                var problem = await refused.ShouldBeProblemAsync(429, "slow_mode");
                Assert.InRange(problem.Number("retryAfterMs"), 25_000, 30_000);
                Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 25, 30);
            }

            await bob.SendAsync(room, "everybody has a clock of their own");
            Assert.Equal([1, 2], (await bob.EventsAsync(room)).Seqs());
        }
    }

    [Fact]
    public async Task Who_waits_as_long_as_told_may_write()
    {
        var ann = app.NewPerson();
        var room = await SlowRoomAsync(1, (ann, "member"));
        await using var hub = await ann.HubAsync(replica: 1);
        await ann.SendAsync(room, "first");
        try
        {
            await hub.CallAsync("Send", ChatPerson.Message(room, "too soon, unless the machine was slower"));
        }
        catch (HubProblemException refused)
        {
            Assert.Equal((429, "slow_mode"), (refused.Status, refused.Code));
            await Task.Delay((int)refused.Problem.Number("retryAfterMs"));
            await hub.CallAsync("Send", ChatPerson.Message(room, "second"));
        }

        Assert.Equal(2, (await ann.EventsAsync(room)).Count);
    }

    [Fact]
    public async Task A_send_that_is_refused_and_repeated_in_the_same_batch_is_refused_both_times()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson());
        var room = await SlowRoomAsync(30, (ann, "member"), (bob, "member"));
        await ann.SendAsync(room, "first");
        var id = Guid.NewGuid();
        var sends = new List<Task<HttpResponseMessage>>();
        Task<HttpResponseMessage> other;
        await using (await app.HoldAsync(room))
        {
            other = bob.Post(room, "holds up the writer");
            await app.WriterWaitsAsync();
            sends.AddRange(Enumerable.Range(0, 5).Select(_ => ann.Post(room, "too soon", id)));
            // Later than they: they wait for the next batch by then.
            await ann.ConversationAsync(room);
        }

        await other.ShouldBeAsync(201);
        foreach (var send in sends)
        {
            await send.ShouldBeProblemAsync(429, "slow_mode");
        }

        Assert.Equal(2, (await bob.EventsAsync(room)).Count);
    }

    [Theory]
    [InlineData("owner")]
    [InlineData("admin")]
    public async Task Who_keeps_the_room_is_not_slowed(string role)
    {
        var ann = app.NewPerson();
        var room = await SlowRoomAsync(30, (ann, role));
        for (var n = 0; n < 3; n++)
        {
            await ann.SendAsync(room, $"{n}", replica: n % 2);
        }
    }

    [Fact]
    public async Task Who_moderates_the_site_is_not_slowed()
    {
        var user = app.Identity.CreateUser("moderator");
        var token = app.Identity.Draft(user.Id, user.Username);
        token.Claims["role"] = "moderator";
        var moderator = new ChatPerson(app, user with { Token = token.Write() });
        var room = await SlowRoomAsync(30, (moderator, "member"));
        await moderator.SendAsync(room, "one");
        await moderator.SendAsync(room, "two", replica: 1);
    }

    [Fact]
    public async Task A_send_that_is_repeated_has_the_answer_of_the_first_and_starts_no_wait()
    {
        var ann = app.NewPerson();
        var room = await SlowRoomAsync(30, (ann, "member"));
        var id = Guid.NewGuid();
        var sent = await ann.SendAsync(room, "once", id);
        var clock = await LastSentAsync();
        for (var n = 0; n < 4; n++)
        {
            var again = await ann.Post(room, "once", id, replica: n % 2).ShouldBeAsync(200);
            Assert.Equal(sent.Id("messageId"), again.Id("messageId"));
        }

        await ann.Post(room, "another text", id).ShouldBeProblemAsync(422, "message.id_reused");
        await ann.Post(room, "another").ShouldBeProblemAsync(429, "slow_mode");
        Assert.Equal(clock, await LastSentAsync());

        Task<long> LastSentAsync() => app.CountAsync(
            $"SELECT (extract(epoch FROM last_sent_at) * 1000000)::bigint FROM members WHERE conversation_id = '{room}' AND user_id = '{ann.Id}'");
    }

    [Fact]
    public async Task Where_nothing_is_slow_nothing_is_remembered()
    {
        var ann = app.NewPerson();
        var room = await SlowRoomAsync(0, (ann, "member"));
        await ann.SendAsync(room, "one");
        await ann.SendAsync(room, "two");
        Assert.Equal(0, await app.CountAsync(
            $"SELECT count(*) FROM members WHERE conversation_id = '{room}' AND last_sent_at IS NOT NULL"));
    }

    private async Task<Guid> SlowRoomAsync(int seconds, params (ChatPerson Person, string Role)[] members)
    {
        var room = Guid.NewGuid();
        await app.ExecuteAsync($"INSERT INTO conversations (id, kind, name, slow_mode) VALUES ('{room}', 'room', 'slow', {seconds})");
        foreach (var (person, role) in members)
        {
            await app.ExecuteAsync(
                $"INSERT INTO members (conversation_id, user_id, role) VALUES ('{room}', '{person.Id}', '{role}')");
        }

        return room;
    }
}
