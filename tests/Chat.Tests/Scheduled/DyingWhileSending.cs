using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Scheduled;

public sealed class DyingWhileSending
{
    private const int Count = 120;

    [Fact]
    public async Task Killed_at_any_moment_every_scheduled_message_is_sent_exactly_once() // I1, I2
    {
        await using var app = await ChatApp.StartAsync(configure: settings => settings
            .With("Chat:Scheduled:Interval", "00:00:00.050")
            .With("Chat:Scheduled:ClaimFor", "00:00:01.500"));
        var people = new List<(ChatPerson Person, Guid Direct)>();
        for (var n = 0; n < 4; n++)
        {
            var (ann, _, direct) = await app.TwoFriendsAsync();
            people.Add((ann, direct));
        }

        // Whatever is claimed when a replica dies waits for the end of its claim, and for the one that lives on.
        for (var round = 0; round < 2; round++)
        {
            var starting = (OwnReplica.StartAsync(app), OwnReplica.StartAsync(app));
            await using var doomed = await starting.Item1;
            await using var other = await starting.Item2;
            foreach (var (person, direct) in people)
            {
                await ScheduleAsync(app, person, direct, round);
            }

            await Eventually.IsAsync("sending has begun", async () =>
                await app.CountAsync("SELECT count(*) FROM messages") > round * Count);
            await doomed.KillAsync();
            await other.KillAsync();
            await Eventually.IsAsync("all are sent", async () =>
                await app.CountAsync("SELECT count(*) FROM scheduled_messages") == 0, TimeSpan.FromSeconds(30));
            foreach (var (person, direct) in people)
            {
                var bodies = (await person.EventsAsync(direct)).Bodies().ToList();
                Assert.Equal((round + 1) * Count / people.Count, bodies.Count);
                Assert.Equal(bodies.Count, bodies.Distinct().Count());
            }
        }
    }

    [Fact]
    public async Task Sent_and_not_yet_said_so_it_is_found_to_be_sent()
    {
        await using var app = await ChatApp.StartAsync(configure: settings => settings.With("Chat:Scheduled:Interval", "00:00:00.050"));
        var (ann, _, direct) = await app.TwoFriendsAsync();
        var id = Guid.NewGuid();
        await ann.SendAsync(direct, "text", id);
        // As a replica leaves it that dies in between, once its claim has ended.
        await app.ExecuteAsync(
            $"""
            INSERT INTO scheduled_messages (
                id, user_id, username, conversation_id, client_message_id, body, send_at, due_at, claimed_until)
            VALUES (gen_random_uuid(), '{ann.Id}', '{ann.Username}', '{direct}', '{id}', 'text', now(), now(), now())
            """);
        await Eventually.IsAsync("it is done with", async () => await app.CountAsync("SELECT count(*) FROM scheduled_messages") == 0);
        Assert.Single(await ann.EventsAsync(direct));
    }

    private static Task ScheduleAsync(ChatApp app, ChatPerson person, Guid direct, int round) => app.ExecuteAsync(
        $"""
        INSERT INTO scheduled_messages (id, user_id, username, conversation_id, client_message_id, body, send_at, due_at)
        SELECT gen_random_uuid(), '{person.Id}', '{person.Username}', '{direct}', gen_random_uuid(), '{round} ' || n, now(), now()
        FROM generate_series(1, {Count / 4}) n
        """);
}
