using System.Text.Json;
using OneVOne.Contracts.Friends;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Relationships;

/// <summary>A service of its own, as a rebuild concerns all rows of a database.</summary>
public sealed class RebuildingProjections(Replicas replicas) : IAsyncLifetime
{
    private readonly Pair[] pairs = [.. Enumerable.Range(0, 11).Select(_ => Pair.New()).OrderBy(pair => (pair.Low, pair.High))];
    private readonly Guid[] people = [.. Enumerable.Range(0, 6).Select(_ => Guid.NewGuid()).Order()];
    private TestFriends friends = null!;
    private SampleApp app = null!;

    public async ValueTask InitializeAsync()
    {
        friends = await TestFriends.StartAsync();
        app = await SampleApp.StartAsync((await ServiceSettings.CreateAsync("sample", replicas.Identity))
            .With("services:friends:http:0", friends.Address.ToString()));
        await app.StopConsumingAsync();
        await app.ScalarAsync<object>("TRUNCATE relationships, privacy_settings, followed");
        foreach (var (pair, i) in pairs.Select((pair, i) => (pair, i)))
        {
            Own(i % 2 == 0 ? pair.Friends(i + 1) : pair.LowBlocks(i + 1));
        }

        foreach (var person in people)
        {
            friends.Privacy[person] = Settings(person, Audience.Nobody, 3);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await friends.DisposeAsync();
    }

    [Fact]
    public async Task An_empty_projection_becomes_what_the_owner_has()
    {
        var rebuilt = await RebuildAsync();
        Assert.Equal("sample", rebuilt.GetProperty("service").GetString());
        AssertRebuilt(rebuilt, "relationships", rows: 11, changed: 11);
        AssertRebuilt(rebuilt, "privacy", rows: 6, changed: 6);
        var again = await RebuildAsync();
        AssertRebuilt(again, "relationships", rows: 11, changed: 0);
        AssertRebuilt(again, "privacy", rows: 6, changed: 0);
    }

    [Fact]
    public async Task What_was_lost_falsified_or_added_is_mended_and_followers_hear_of_it()
    {
        await RebuildAsync();
        await app.ScalarAsync<object>("DELETE FROM relationships WHERE low_user_id = $1", pairs[0].Low);
        await app.ScalarAsync<object>(
            "UPDATE relationships SET are_friends = false, high_blocks_low = true WHERE low_user_id = $1", pairs[2].Low);
        await app.ScalarAsync<object>("UPDATE relationships SET version = 1000 WHERE low_user_id = $1", pairs[4].Low);
        var strangers = new[] { Pair.Of(new Guid("00000000-0000-0000-0000-000000000001"), Guid.NewGuid()), Pair.New(), LastPair() };
        foreach (var stranger in strangers)
        {
            await app.ScalarAsync<object>(
                "INSERT INTO relationships VALUES ($1, $2, true, false, false, 1)", stranger.Low, stranger.High);
        }

        await app.ScalarAsync<object>("DELETE FROM privacy_settings WHERE user_id = $1", people[0]);
        await app.ScalarAsync<object>("UPDATE privacy_settings SET presence = 1 WHERE user_id = $1", people[1]);
        await app.ScalarAsync<object>("INSERT INTO privacy_settings VALUES ($1, 1, 1, 1, 1, 1, 9)", Guid.NewGuid());
        await app.ScalarAsync<object>("DELETE FROM followed");

        var rebuilt = await RebuildAsync();
        AssertRebuilt(rebuilt, "relationships", rows: 11, changed: 6);
        AssertRebuilt(rebuilt, "privacy", rows: 6, changed: 3);
        Assert.Equal(9, await app.ScalarAsync<long>("SELECT count(*) FROM followed"));
        Assert.Equal("blocked -> friends", await FollowedAsync(pairs[2].Low));
        Assert.Equal("nothing -> friends", await FollowedAsync(pairs[0].Low));
        Assert.Equal("friends -> nothing", await FollowedAsync(strangers[0].Low));
        Assert.Equal("Everyone -> Nobody", await FollowedAsync(people[1]));
    }

    [Fact]
    public async Task What_is_told_while_it_runs_is_neither_taken_back_nor_removed()
    {
        await RebuildAsync();
        var (newPair, changedPair) = (LastPair(), pairs[^1]);
        var newSettings = Settings(people[^1], Audience.Everyone, 4);
        var pages = 0;
        friends.BeforePage = async () =>
        {
            // The owner's pages are as of before; the events come past them.
            if (pages++ == 0)
            {
                await TellAsync(newPair.Friends(1));
                await TellAsync(changedPair.Friends(50));
                await TellAsync(newSettings);
            }
        };

        var rebuilding = RebuildAsync();
        await Eventually.IsAsync("the pages are taken", () => Task.FromResult(pages >= 3));
        Own(newPair.Friends(1));
        Own(changedPair.Friends(50));
        friends.Privacy[people[^1]] = newSettings;
        var rebuilt = await rebuilding;
        AssertRebuilt(rebuilt, "relationships", rows: 12, changed: 0);
        AssertRebuilt(rebuilt, "privacy", rows: 6, changed: 0);
        Assert.True(await app.ScalarAsync<bool>("SELECT are_friends($1, $2)", changedPair.Low, changedPair.High));
    }

    [Fact]
    public async Task What_stays_different_is_said_to_be()
    {
        await RebuildAsync();
        // Newer than the rebuild and unknown to the owner: an event of a database that was set back.
        friends.BeforePage = async () =>
        {
            friends.BeforePage = () => Task.CompletedTask;
            await TellAsync(pairs[0].Friends(99));
        };
        var relationships = (await RebuildAsync()).GetProperty("relationships");
        Assert.False(relationships.GetProperty("equal").GetBoolean());
        // The next one finds it old, and mends it.
        AssertRebuilt(await RebuildAsync(), "relationships", rows: 11, changed: 1);
    }

    [Fact]
    public async Task It_is_for_those_who_have_the_key_and_unavailable_while_the_owner_is()
    {
        using var anonymous = app.Http(token: null);
        await anonymous.PostAsync("/internal/projections/rebuild").ShouldBeProblemAsync(401, "service.key_invalid");
        using var person = app.Http(replicas.Identity.CreateUser().Token);
        await person.PostAsync("/internal/projections/rebuild").ShouldBeProblemAsync(401, "service.key_invalid");
        friends.BeforePage = () => throw new InvalidOperationException("away");
        await PostAsync().ShouldBeProblemAsync(503, "service.unavailable");
    }

    private static Pair LastPair() => new(new Guid("fffffffe-0000-0000-0000-000000000001"), new Guid("fffffffe-0000-0000-0000-000000000002"));

    private static PrivacyChanged Settings(Guid person, Audience all, long version) =>
        new(person, all, all, all, all, all, DateTimeOffset.UtcNow, version);

    private static void AssertRebuilt(JsonElement rebuilt, string projection, long rows, int changed)
    {
        var answer = rebuilt.GetProperty(projection);
        Assert.Equal(
            (rows, changed, true),
            (answer.GetProperty("rows").GetInt64(), answer.GetProperty("changed").GetInt32(), answer.GetProperty("equal").GetBoolean()));
    }

    private void Own(RelationshipChanged relationship) =>
        friends.Relationships[(relationship.LowUserId, relationship.HighUserId)] = relationship;

    private Task<string?> FollowedAsync(Guid who) =>
        app.ScalarAsync<string>("SELECT what FROM followed WHERE who = $1", who);

    private Task<JsonElement> RebuildAsync() => PostAsync().ShouldBeAsync(200);

    private async Task<HttpResponseMessage> PostAsync()
    {
        using var http = app.Http(token: null);
        http.DefaultRequestHeaders.Add("X-Service-Key", ServiceSettings.ServiceKey);
        return await http.PostAsync("/internal/projections/rebuild");
    }

    /// <summary>What the consumer of an event writes.</summary>
    private Task<object?> TellAsync(RelationshipChanged e) => app.ScalarAsync<object>(
        """
        INSERT INTO relationships VALUES ($1, $2, $3, false, false, $4)
        ON CONFLICT (low_user_id, high_user_id) DO UPDATE
        SET are_friends = $3, low_blocks_high = false, high_blocks_low = false, version = $4, changed_at = clock_timestamp()
        """,
        e.LowUserId, e.HighUserId, e.AreFriends, e.Version);

    private Task<object?> TellAsync(PrivacyChanged e) => app.ScalarAsync<object>(
        """
        UPDATE privacy_settings SET (friend_requests, direct_messages, group_invites, game_invites, presence) =
            ($2, $2, $2, $2, $2), version = $3, changed_at = clock_timestamp()
        WHERE user_id = $1
        """,
        e.UserId, (int)e.Presence, e.Version);
}
