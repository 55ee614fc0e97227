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
        using var done = new CancellationTokenSource();
        var trouble = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await app.ExecuteAsync(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%append_messages%'
                    """);
            }
        });

        const int Count = 150;
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

                    acknowledged.Add((body, (await response.ShouldBeAsync((int)response.StatusCode)).GetProperty("seq").GetInt64()));
                    return true;
                }, TimeSpan.FromSeconds(60));
            }

            return acknowledged;
        }));
        await done.CancelAsync();
        await trouble;

        var history = (await ann.EventsAsync(direct)).Select(m => (m.GetProperty("body").GetString()!, m.GetProperty("seq").GetInt64())).ToList();
        Assert.Equal(Enumerable.Range(1, Count).Select(seq => (long)seq), history.Select(message => message.Item2));
        Assert.Equal(answers.SelectMany(answer => answer).Order(), history.Order());
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
            sends.AddRange(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? ann : bob).Post(direct, i == 7 ? "poison" : $"{i}")));
            await Eventually.IsAsync("the writer waits", async () => await app.CountAsync(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0);
        }

        var responses = await Task.WhenAll(sends);
        for (var i = 0; i < responses.Length; i++)
        {
            Assert.Equal(i == 7 ? 500 : 201, (int)responses[i].StatusCode);
        }

        Assert.Equal(Enumerable.Range(1, 19).Select(seq => (long)seq), (await bob.EventsAsync(direct)).Select(m => m.GetProperty("seq").GetInt64()));
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
        await Eventually.IsAsync("it is written", async () => (int)(await ann.Post(ChatPerson.Lobby, "meanwhile", id)).StatusCode is 200 or 201);
        Assert.Equal(["before", "meanwhile"], (await ann.EventsAsync(ChatPerson.Lobby)).Select(m => m.GetProperty("body").GetString()));
    }

    private static async Task ServerAsync(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(TestServers.Postgres);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
