using System.Text.Json;
using Npgsql;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Realtime;

/// <summary>
/// Those who come at once are answered by few queries. Here the queries of a replica are held up, so that who asks meanwhile has
/// to wait for the next one.
/// </summary>
public sealed class ReadingTogether : IAsyncLifetime
{
    private const int QueriesAtOnce = 2;
    private static readonly object Nothing = new { heads = new { } };

    private ChatApp app = null!;

    public async ValueTask InitializeAsync() => app = await ChatApp.StartAsync(replicas: 2);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task However_many_sync_at_once_a_replica_asks_two_queries_and_each_hears_of_what_is_theirs()
    {
        var friends = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.TwoFriendsAsync()));
        var people = friends.SelectMany(pair => new[] { (pair.Ann, pair.Conversation), (pair.Bob, pair.Conversation) }).ToList();
        var hubs = await Task.WhenAll(people.Select((person, i) => person.Item1.HubAsync(i % 2)));
        await Task.WhenAll(hubs.Select(hub => hub.CallAsync("Sync", Nothing)));
        var held = await HoldAsync("epoch");
        var answers = await AskAsync(2 * QueriesAtOnce, hubs.Select(Sync));
        await held.DisposeAsync();
        foreach (var (answer, (_, conversation)) in answers.Zip(people))
        {
            Assert.Equal(
                new[] { ChatPerson.Lobby, conversation }.Order(),
                (await answer).Items("conversations").Select(c => c.Id("conversationId")).Order());
        }

        await CloseAsync(hubs);
    }

    [Fact]
    public async Task Who_was_put_out_a_moment_before_does_not_hear_of_the_room_from_a_query_that_ran_then()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var room = (await ann.CreateRoomAsync()).Id();
        await bob.Join(room).ShouldBeAsync(200);
        await ann.SendAsync(room, "to members");
        var hubs = await Task.WhenAll(ann.HubAsync(), ann.HubAsync(), bob.HubAsync());
        await Task.WhenAll(hubs.Select(hub => hub.CallAsync("Sync", Nothing)));
        var held = await HoldAsync("epoch");
        var before = await AskAsync(QueriesAtOnce, hubs[..QueriesAtOnce].Select(Sync));
        await ann.Http(1).DeleteAsync($"/api/chat/conversations/{room}/members/{bob.Id}").ShouldBeAsync(204);
        var after = hubs[2].CallAsync("Sync", new { heads = new Dictionary<Guid, long> { [room] = 1 } });
        var events = bob.Http().GetAsync($"/api/chat/conversations/{room}/events?after=0");
        await events.ShouldBeProblemAsync(404, "conversation.not_found");
        await held.DisposeAsync();
        Assert.All(await Task.WhenAll(before), answer =>
            Assert.Contains(room, answer.Items("conversations").Select(c => c.Id("conversationId"))));
        Assert.Equal([room], (await after).Items("gone").Select(id => id.GetGuid()));
        Assert.DoesNotContain(room, (await after).Items("conversations").Select(c => c.Id("conversationId")));
        await CloseAsync(hubs);
    }

    [Fact]
    public async Task A_query_that_fails_is_told_to_all_of_its_callers_and_the_next_one_answers()
    {
        var hubs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => app.NewPerson().HubAsync()));
        await Task.WhenAll(hubs.Select(hub => hub.CallAsync("Sync", Nothing)));
        var held = await HoldAsync("epoch");
        var first = await AskAsync(QueriesAtOnce, hubs[..QueriesAtOnce].Select(Sync));
        var second = hubs[QueriesAtOnce..].Select(hub => hub.CallAsync("Sync", Nothing)).ToList();
        await app.CountAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {IsHeldUp}");
        foreach (var call in first)
        {
            Assert.Equal(503, (await Assert.ThrowsAsync<HubProblemException>(() => call)).Status);
        }

        await held.DisposeAsync();
        Assert.All(await Task.WhenAll(second), answer => Assert.Single(answer.Items("conversations")));
        Assert.Single((await hubs[0].CallAsync("Sync", Nothing)).Items("conversations"));
        await CloseAsync(hubs);
    }

    [Fact]
    public async Task Who_gives_up_does_not_take_the_others_with_them()
    {
        var hubs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => app.NewPerson().HubAsync()));
        await Task.WhenAll(hubs.Select(hub => hub.CallAsync("Sync", Nothing)));
        var held = await HoldAsync("epoch");
        var calls = await AskAsync(QueriesAtOnce, hubs.Select(Sync));
        // Of those that run and of those that wait.
        await hubs[0].DisposeAsync();
        await hubs[5].DisposeAsync();
        await held.DisposeAsync();
        Assert.All(await Task.WhenAll(calls.Skip(1).Take(4)), answer => Assert.Single(answer.Items("conversations")));
        await CloseAsync(hubs[1..5]);
    }

    [Fact]
    public async Task Those_who_fetch_what_they_missed_at_once_each_get_what_is_theirs()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var (cy, _, other) = await app.TwoFriendsAsync();
        for (var i = 1; i <= 5; i++)
        {
            await ann.SendAsync(direct, $"missed {i}");
        }

        var hidden = (await cy.SendAsync(other, "only for the other")).Id("messageId");
        await cy.Http().DeleteAsync($"/api/chat/messages/{hidden}?for=me");
        var held = await HoldAsync("changes");
        var asked = await AskAsync(QueriesAtOnce, Enumerable.Range(0, 5).SelectMany(_ => new Func<Task<HttpResponseMessage>>[]
        {
            () => bob.Http().GetAsync($"/api/chat/conversations/{direct}/events?after=2&limit=2"),
            () => ann.Http().GetAsync($"/api/chat/conversations/{direct}/events?after=4"),
            () => cy.Http().GetAsync($"/api/chat/conversations/{direct}/events?after=0"),
            () => cy.Http().GetAsync($"/api/chat/conversations/{other}/events?after=0"),
            () => ann.Http().GetAsync($"/api/chat/conversations/{direct}/events?after=9"),
        }));
        await held.DisposeAsync();
        foreach (var answers in asked.Chunk(5))
        {
            var page = await answers[0].ShouldBeAsync(200);
            Assert.Equal([3, 4], page.Items().Select(e => e.Number("seq")));
            Assert.Equal((5, true), (page.Number("head"), page.GetProperty("hasMore").GetBoolean()));
            Assert.Equal("missed 5", Assert.Single((await answers[1].ShouldBeAsync(200)).Items()).Text("body"));
            await answers[2].ShouldBeProblemAsync(404, "conversation.not_found");
            Assert.Single((await answers[3].ShouldBeAsync(200)).Items());
            var beyond = await answers[4].ShouldBeAsync(200);
            Assert.Empty(beyond.Items());
            Assert.Equal(5, beyond.Number("head"));
        }
    }

    private const string IsHeldUp = "datname = current_database() AND wait_event_type = 'Lock'";

    /// <summary>Whoever reads the table waits until this is disposed of.</summary>
    private async Task<IAsyncDisposable> HoldAsync(string table)
    {
        var connection = await app.DatabaseAsync();
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static Func<Task<JsonElement>> Sync(HubClient hub) => () => hub.CallAsync("Sync", Nothing);

    /// <summary>
    /// Asks all of it; the first ones each when the query of the one before is seen to wait, as those who come together share one.
    /// </summary>
    private async Task<IReadOnlyList<Task<T>>> AskAsync<T>(int queries, IEnumerable<Func<Task<T>>> questions)
    {
        var answers = new List<Task<T>>();
        foreach (var ask in questions)
        {
            answers.Add(ask());
            if (answers.Count <= queries)
            {
                await Eventually.IsAsync("the query waits", async () => await HeldUpAsync() >= answers.Count);
            }
        }

        Assert.Equal(queries, await HeldUpAsync());
        return answers;
    }

    private Task<long> HeldUpAsync() => app.CountAsync($"SELECT count(*) FROM pg_stat_activity WHERE {IsHeldUp}");

    private static Task CloseAsync(IEnumerable<HubClient> hubs) => Task.WhenAll(hubs.Select(hub => hub.DisposeAsync().AsTask()));
}
