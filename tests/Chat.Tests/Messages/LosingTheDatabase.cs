using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class LosingTheDatabase : IAsyncLifetime
{
    private ChatApp app = null!;

    public async ValueTask InitializeAsync() => app = await ChatApp.StartAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Connections_that_break_in_the_middle_lose_and_double_nothing()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        const int Count = 150;
        var written = 0;
        // Not faster than messages are written: on a slow machine none would get through between two breaks.
        await using var trouble = Meanwhile.Repeat(1, async _ =>
        {
            var before = Volatile.Read(ref written);
            await app.ExecuteAsync(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%append_messages%'
                """);
            await Eventually.IsAsync(
                "a message is written", () => Task.FromResult(Volatile.Read(ref written) is var now && (now > before || now == Count)));
        });
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async writer =>
        {
            var acknowledged = new List<(string Body, long Seq)>();
            for (var i = 0; i < Count / 10; i++)
            {
                var (body, id) = ($"{writer} {i}", Guid.NewGuid());
                await Eventually.IsAsync("the send succeeds", async () =>
                {
                    using var response = await (writer % 2 == 0 ? ann : bob).Post(direct, body, id);
                    if (!response.IsSuccessStatusCode)
                    {
                        await response.ShouldBeProblemAsync(503, "service.unavailable");
                        return false;
                    }

                    var sent = await response.ShouldBeAsync((int)response.StatusCode);
                    acknowledged.Add((body, sent.Number("seq")));
                    Interlocked.Increment(ref written);
                    return true;
                }, TimeSpan.FromSeconds(60));
            }

            return acknowledged;
        }));
        await trouble.StopAsync();

        var history = await ann.EventsAsync(direct);
        Assert.Equal(WireJson.UpTo(Count), history.Seqs());
        Assert.Equal(
            answers.SelectMany(answer => answer).OrderBy(sent => sent.Seq),
            history.Select(message => (message.Text("body")!, message.Number("seq"))));
    }

    [Fact]
    public async Task A_commit_whose_answer_got_lost_is_found_again_and_told_as_new()
    {
        LossyDatabase? lossy = null;
        await using var own = await ChatApp.StartAsync(configure: settings =>
        {
            lossy = new LossyDatabase(new(settings["ConnectionStrings:chat-db"]));
            settings.With("ConnectionStrings:chat-db", lossy.ConnectionString);
        });
        await using var stop = lossy!;
        var (ann, bob) = (own.NewPerson(), own.NewPerson());
        await using var hub = await ann.HubAsync();
        var replyTo = (await ann.SendAsync(ChatPerson.Lobby, "before")).Id("messageId");
        // Who wrote has a name that can be meant.
        await bob.SendAsync(ChatPerson.Lobby, "here I am");
        var body = $"lost @{bob.Username}";
        lossy!.LoseNextAppend(() => Eventually.IsAsync("the message is committed", async () =>
            await own.CountAsync($"SELECT count(*) FROM messages WHERE body = '{body}'") == 1));
        var reply = new { clientMessageId = Guid.NewGuid(), body, replyTo };
        var sent = await ann.Http().PostAsync($"/api/chat/conversations/{ChatPerson.Lobby}/messages", reply).ShouldBeAsync(201);
        Assert.Equal((3, false), (sent.Number("seq"), sent.GetProperty("duplicate").GetBoolean()));
        var heard = await hub.HearAsync("Event", e => e.Text("body") == body);
        var history = await ann.EventsAsync(ChatPerson.Lobby);
        Assert.Equal(3, history.Count);
        // As whoever comes later is told: the mention, what it replies to and the thread.
        Assert.Equal([bob.Id.ToString()], heard.GetProperty("mentions").EnumerateArray().Select(id => id.GetString()));
        foreach (var part in (string[])["mentions", "replyTo", "thread"])
        {
            Assert.Equal(history[2].GetProperty(part).GetRawText(), heard.GetProperty(part).GetRawText());
        }
    }

    [Fact]
    public async Task A_commit_that_fails_is_not_acknowledged()
    {
        // The rows are answered before the commit, which this constraint makes fail.
        await app.ExecuteAsync(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not at commit'; END $$;
            CREATE CONSTRAINT TRIGGER refuse_at_commit AFTER INSERT ON messages DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (NEW.body = 'fails at commit') EXECUTE FUNCTION refuse()
            """);
        var ann = app.NewPerson();
        var id = Guid.NewGuid();
        await ann.Post(ChatPerson.Lobby, "fails at commit", id).ShouldBeProblemAsync(500, "internal");
        await app.ExecuteAsync("DROP TRIGGER refuse_at_commit ON messages");
        await ann.SendAsync(ChatPerson.Lobby, "fails at commit", id);
    }

    [Fact]
    public async Task A_message_that_the_database_refuses_takes_no_other_with_it()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await app.ExecuteAsync("ALTER TABLE messages ADD CONSTRAINT no_poison CHECK (body <> 'poison')");
        var sends = new List<Task<HttpResponseMessage>>();
        await using (await app.HoldAsync(direct))
        {
            sends.AddRange(Enumerable.Range(0, 20).Select(i =>
                (i % 2 == 0 ? ann : bob).Post(direct, i == 7 ? "poison" : $"{i}")));
            await app.WriterWaitsAsync();
        }

        var responses = await Task.WhenAll(sends);
        for (var i = 0; i < responses.Length; i++)
        {
            Assert.Equal(i == 7 ? 500 : 201, (int)responses[i].StatusCode);
        }

        Assert.Equal(WireJson.UpTo(19), (await bob.EventsAsync(direct)).Seqs());
    }

    [Fact]
    public async Task While_it_is_away_a_send_is_answered_unavailable_and_may_be_repeated_later()
    {
        // A database of its own: it goes away for everyone.
        await using var alone = await ChatApp.StartAsync();
        var ann = alone.NewPerson();
        await ann.SendAsync(ChatPerson.Lobby, "before");
        var database = new Npgsql.NpgsqlConnectionStringBuilder(alone.Settings["ConnectionStrings:chat-db"]).Database!;
        await ServerAsync($"""ALTER DATABASE "{database}" ALLOW_CONNECTIONS false""");
        await ServerAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
        var id = Guid.NewGuid();
        using var refused = await ann.Post(ChatPerson.Lobby, "meanwhile", id);
        await refused.ShouldBeProblemAsync(503, "service.unavailable");
        Assert.NotNull(refused.Headers.RetryAfter);
        await ServerAsync($"""ALTER DATABASE "{database}" ALLOW_CONNECTIONS true""");
        await Eventually.IsAsync("it is written", async () =>
            (int)(await ann.Post(ChatPerson.Lobby, "meanwhile", id)).StatusCode is 200 or 201);
        Assert.Equal(["before", "meanwhile"], (await ann.EventsAsync(ChatPerson.Lobby)).Bodies());
    }

    private static async Task ServerAsync(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(TestServers.Postgres);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
