using System.Text.Json;
using OneVOne.Contracts.Friends;
using OneVOne.Contracts.Identity;
using OneVOne.Contracts.Privacy;
using OneVOne.Friends.Tests.Pairs;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Privacy;

/// <summary>What becomes of a person's data when they take it along and when they go.</summary>
// One after the other: a service with a database of its own hears of deletions too, and would answer them.
[Collection("Services of their own")]
public sealed class LeavingForGood(FriendsApp app)
{
    private readonly Member ann = app.Register("ann");
    private readonly Member bob = app.Register("bob");
    private readonly Member carl = app.Register("carl");
    private readonly Member dora = app.Register("dora");
    private readonly Member eve = app.Register("eve");

    [Fact]
    public async Task Everything_between_the_person_and_others_ends_and_all_hear_of_it()
    {
        await MeetAsync();
        await DeleteAsync(ann);

        Assert.Empty(await bob.FriendsAsync());
        Assert.Empty(await carl.RequestsAsync("incoming"));
        Assert.Empty(await carl.RequestsAsync("outgoing"));
        Assert.Empty(await eve.BlocksAsync());
        foreach (var other in new[] { bob, carl, dora, eve })
        {
            await Truth.HoldsBetweenAsync(app, ann, other);
        }

        var last = app.Events.Between(ann, bob).OfType<RelationshipChanged>().Last();
        Assert.Equal((false, 2), (last.AreFriends, last.Version));
        var closed = Assert.Single(app.Events.Between(ann, carl).OfType<FriendRequestClosed>());
        Assert.Equal(FriendRequestOutcome.Withdrawn, closed.Outcome);
        Assert.Equal((false, 2), Block(app.Events.Between(ann, dora)));
        Assert.Equal((false, 2), Block(app.Events.Between(ann, eve)));
        var privacy = app.Events.Between(ann, ann).OfType<PrivacyChanged>().Last();
        Assert.Equal((2, Audience.Nobody, Audience.Nobody), (privacy.Version, privacy.FriendRequests, privacy.Presence));

        static (bool Stands, int Version) Block(IReadOnlyList<object> events) =>
            events.OfType<RelationshipChanged>().Last() is var change
                ? (change.LowBlocksHigh || change.HighBlocksLow, (int)change.Version)
                : default;
    }

    [Fact]
    public async Task Nothing_of_the_person_is_kept_but_ids_and_versions()
    {
        await MeetAsync();
        await bob.DeclineAsync(await carl.RequestAsync(bob)).ShouldBeAsync(204);
        await DeleteAsync(ann);
        Assert.Equal(0L, await app.ScalarAsync<long>(
            """
            SELECT
                (SELECT count(*) FROM people WHERE user_id = $1 AND (username <> 'deleted user' OR display_name <> 'deleted user'
                    OR avatar_id IS NOT NULL OR NOT deleted))
                + (SELECT count(*) FROM pairs WHERE (low_user_id = $1 OR high_user_id = $1)
                    AND (version = 0 OR num_nonnulls(request_id, note, requested_at, friends_since, low_blocks_since,
                        high_blocks_since, low_declined_at, high_declined_at) > 0))
                + (SELECT count(*) FROM dismissed_suggestions WHERE user_id = $1 OR dismissed_user_id = $1)
                + (SELECT count(*) FROM request_allowances WHERE user_id = $1)
            """,
            ann.Id));
        // What is between others stays.
        await carl.AskAsync(bob).ShouldBeProblemAsync(409, "friend_request.declined");
    }

    [Fact]
    public async Task Nobody_reaches_who_is_gone_and_no_late_event_or_call_brings_them_back()
    {
        await ann.BefriendAsync(bob);
        await DeleteAsync(ann);
        await app.Events.PublishAsync(new ProfileChanged(ann.Id, "ann", "Ann", null, DateTimeOffset.UtcNow, 99));
        await app.Events.PublishAsync(FriendsApp.Registered("ann", ann.Id, version: 100));
        await app.Events.PublishAsync(new UserDeleted(ann.Id, DateTimeOffset.UtcNow, 2));
        await Eventually.IsAsync("both deletions are consumed", async () =>
            (await app.Events.AboutAsync(ann)).OfType<PersonErased>().Count() == 2);
        var last = await app.RegisterByEventAsync("last");
        await Eventually.IsAsync("the last is known", async () => (await bob.AskAsync(last)).IsSuccessStatusCode);

        await bob.AskAsync(ann).ShouldBeProblemAsync(404, "user.not_found");
        await bob.AskAsync(ann.Username).ShouldBeProblemAsync(404, "user.not_found");
        await bob.BlockAsync(ann).ShouldBeProblemAsync(404, "user.not_found");
        // With a token that is still good for some minutes.
        await ann.AskAsync(bob).ShouldBeProblemAsync(404, "user.not_found");
        await ann.BlockAsync(bob).ShouldBeProblemAsync(404, "user.not_found");
        await ann.SetPrivacyAsync("everyone").ShouldBeProblemAsync(404, "user.not_found");
        // A second deletion told nothing twice.
        Assert.Equal(2, app.Events.Between(ann, bob).OfType<RelationshipChanged>().Count());
        Assert.Single(app.Events.Between(ann, ann).OfType<PrivacyChanged>());
    }

    // R12, the part of Friends.
    [Fact]
    public async Task Acts_while_the_person_goes_leave_nothing_behind()
    {
        await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (_, _) =>
        {
            var (leaving, friend, other) = (app.Register("leaving"), app.Register("friend"), app.Register("other"));
            await leaving.BefriendAsync(friend);
            await Task.WhenAll(
                app.Events.PublishAsync(new UserDeleted(leaving.Id, DateTimeOffset.UtcNow, 2)),
                app.Events.PublishAsync(new UserDeleted(friend.Id, DateTimeOffset.UtcNow, 2)),
                leaving.AskAsync(other), other.AskAsync(leaving), other.BlockAsync(friend), friend.UnfriendAsync(leaving),
                leaving.SetPrivacyAsync("everyone"));
            // By their rows: services of other tests hear of the deletions too, and answer.
            await Eventually.IsAsync("both are gone", async () =>
                await app.ScalarAsync<long>(
                    "SELECT count(*) FROM people WHERE user_id IN ($1, $2) AND version = $3",
                    leaving.Id, friend.Id, long.MaxValue) == 2);
            Assert.Equal(0L, await app.ScalarAsync<long>(
                """
                SELECT count(*) FROM pairs
                WHERE ($1 IN (low_user_id, high_user_id) OR $2 IN (low_user_id, high_user_id))
                    AND (state <> 'none' OR low_blocks_high OR high_blocks_low)
                """,
                leaving.Id, friend.Id));
            Assert.Equal(4, await app.ScalarAsync<short>(
                "SELECT friend_requests FROM privacy_settings WHERE user_id = $1", leaving.Id));
        });
    }

    [Fact]
    public async Task A_person_takes_along_what_is_theirs_and_learns_of_no_block_against_them()
    {
        await MeetAsync();
        var export = Guid.CreateVersion7();
        await app.Events.PublishAsync(new DataExportRequested(export, ann.Id, DateTimeOffset.UtcNow));
        var pieces = await Eventually.GetAsync("the export", async () =>
            (await app.Events.AboutAsync(ann)).OfType<PersonalDataGathered>().OrderBy(piece => piece.Index).ToList()
                is [.., { IsLast: true }] all ? all : null);
        var files = pieces.GroupBy(piece => piece.File).ToDictionary(
            file => file.Key, file => JsonSerializer.Deserialize<JsonElement>(string.Concat(file.Select(piece => piece.Content))));

        Assert.Equal(bob.Id, Assert.Single(files["friends.json"].EnumerateArray()).GetProperty("userId").GetGuid());
        Assert.Equal(2, files["requests.json"].GetArrayLength());
        Assert.Equal(dora.Id, Assert.Single(files["blocks.json"].EnumerateArray()).GetProperty("userId").GetGuid());
        Assert.Equal(
            "friends_of_friends",
            Assert.Single(files["privacy.json"].EnumerateArray()).GetProperty("friendRequests").GetString());
        Assert.Equal(
            carl.Id, Assert.Single(files["dismissed-suggestions.json"].EnumerateArray()).GetProperty("userId").GetGuid());
        Assert.DoesNotContain(eve.Id.ToString(), string.Concat(pieces.Select(piece => piece.Content)), StringComparison.Ordinal);
    }

    /// <summary>Ann is Bob's friend, asks Carl, blocks Dora and is blocked by Eve.</summary>
    private async Task MeetAsync()
    {
        await ann.BefriendAsync(bob);
        await ann.AskWithAsync(new { userId = carl.Id, note = "Hi" }).ShouldBeAsync(201);
        await ann.BlockAsync(dora).ShouldBeAsync(204);
        await eve.BlockAsync(ann).ShouldBeAsync(204);
        await ann.SetPrivacyAsync("friends_of_friends").ShouldBeAsync(200);
        await ann.CallAsync(HttpMethod.Delete, $"/api/friends/suggestions/{carl.Id}").ShouldBeAsync(204);
        await bob.CallAsync(HttpMethod.Delete, $"/api/friends/suggestions/{ann.Id}").ShouldBeAsync(204);
    }

    private async Task DeleteAsync(Member person)
    {
        await app.Events.PublishAsync(new UserDeleted(person.Id, DateTimeOffset.UtcNow, 2));
        await Eventually.IsAsync("the erasure is confirmed", async () =>
            (await app.Events.AboutAsync(person)).OfType<PersonErased>().Any(erased => erased.Service == "friends"));
    }
}
