using System.Diagnostics;
using System.Text.Json;
using OneVOne.EndToEnd.Tests.People;
using OneVOne.Testing;

namespace OneVOne.EndToEnd.Tests.Stories;

/// <summary>Promise 4: block means block everywhere, within a second.</summary>
[Collection(nameof(WholeSystem))]
public sealed class BlockingSomeone(WholeSystem system)
{
    private static readonly Guid Lobby = new("00000000-0000-7000-8000-000000000001");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Within_a_second_of_its_answer_a_block_holds_in_every_service()
    {
        await using var people = await MeetAsync();
        await using var cy = await Person.RegisterAsync(system.Gateway, "cy");
        await cy.ComeOnlineAsync();
        var (ann, bob) = (people.Ann, people.Bob);
        using (var response = await bob.Http.PutAsync($"/api/friends/blocks/{ann.Id}"))
        {
            Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }

        var answered = Stopwatch.GetTimestamp();
        Task HoldsAsync(string what, Func<Task<bool>> condition) =>
            Eventually.IsAsync(what, condition, Soon - Stopwatch.GetElapsedTime(answered));

        // Chat: neither writes to the other.
        foreach (var person in new[] { ann, bob })
        {
            await HoldsAsync($"{person.Username} writes no more", () =>
                RefusesAsync(person, "Send", new { conversationId = people.Conversation, clientMessageId = Guid.NewGuid(), body = "x" }));
        }

        // Identity: not found. Presence: not seen. Friends: not asked, in words that tell nothing of the block.
        await HoldsAsync("bob is not found", async () => !await FindsAsync(ann, bob) && !await FindsAsync(bob, ann));
        await HoldsAsync("bob is not seen", async () => !await SeesAsync(ann, bob) && !await SeesAsync(bob, ann));
        await ann.Http.PostAsync("/api/friends/requests", new { userId = bob.Id })
            .ShouldBeProblemAsync(403, "friend_request.not_allowed");

        // Typing is neither passed on between the two, nor in a room that both are in; others see it.
        Assert.True(await RefusesAsync(ann, "Typing", new { conversationId = people.Conversation }));
        foreach (var person in new[] { ann, bob })
        {
            await person.Chat!.CallAsync("Typing", new { conversationId = Lobby });
            await cy.Chat!.HearAsync("Typing", typing => typing.GetProperty("userId").GetGuid() == person.Id);
        }

        Assert.DoesNotContain(ann.Chat!.Heard("Typing"), typing => typing.GetProperty("userId").GetGuid() == bob.Id);
        Assert.DoesNotContain(bob.Chat!.Heard("Typing"), typing => typing.GetProperty("userId").GetGuid() == ann.Id);

        // In the room bob's devices know whom to hide; unread leaves them out.
        await bob.Chat!.HearAsync("BlocksChanged", change => change.GetProperty("userId").GetGuid() == ann.Id);
        await ann.Chat.CallAsync("Send", new { conversationId = Lobby, clientMessageId = Guid.NewGuid(), body = "to all" });
        var heard = await bob.HistoryAsync(Lobby);
        Assert.True(heard.Last(m => m.GetProperty("body").GetString() == "to all").GetProperty("author").GetProperty("blocked").GetBoolean());
        Assert.Equal(0, await bob.BadgeAsync());
        Assert.Equal(0, await ann.BadgeAsync());

        // Who comes and goes is not told to the other.
        var changes = ann.Presence!.Heard("PresenceChanged").Count(change => IsOf(change, bob, "online"));
        await bob.LeaveAsync();
        await bob.ComeOnlineAsync();
        await cy.LeaveAsync();
        Assert.Equal(changes, ann.Presence.Heard("PresenceChanged").Count(change => IsOf(change, bob, "online")));
    }

    [Fact]
    public async Task A_projection_that_was_falsified_is_mended_by_a_command_and_equals_its_owners_data()
    {
        await using var people = await MeetAsync();
        var send = new { conversationId = people.Conversation, clientMessageId = Guid.NewGuid(), body = "x" };
        foreach (var database in new[] { "chat-db", "identity-db", "notifications-db", "presence-db" })
        {
            Assert.True(await system.ExecuteAsync(
                database, "UPDATE relationships SET are_friends = false, low_blocks_high = true, version = version + 1000") > 0);
        }

        Assert.True(await RefusesAsync(people.Ann, "Send", send));
        var (exitCode, said) = await system.RunAsync("rebuild");
        Assert.True(exitCode == 0, said);
        Assert.Equal(8, said.Split("equal").Length - 1);
        Assert.False(await RefusesAsync(people.Ann, "Send", send));
        Assert.True(await FindsAsync(people.Ann, people.Bob));
        Assert.Equal("online", await people.Ann.StatusOfAsync(people.Bob));
    }

    private async Task<TwoPeople> MeetAsync()
    {
        var people = await TwoPeople.RegisterAsync(system.Gateway);
        await people.BecomeFriendsAsync();
        await people.SeeEachOtherOnlineAsync();
        await people.ChatLiveAsync();
        return people;
    }

    private static async Task<bool> RefusesAsync(Person person, string method, object call)
    {
        try
        {
            await person.Chat!.CallAsync(method, call);
            return false;
        }
        catch (HubProblemException e) when (e.Code == "direct.not_allowed")
        {
            return true;
        }
    }

    private static async Task<bool> FindsAsync(Person seeker, Person sought)
    {
        var page = await seeker.Http.GetAsync($"/api/identity/users?query={sought.Username}").ShouldBeAsync(200);
        return page.GetProperty("items").GetArrayLength() > 0;
    }

    /// <summary>Whether the status is told at all; "offline" is what everyone sees of who hides.</summary>
    private static async Task<bool> SeesAsync(Person watcher, Person watched)
    {
        var answer = await watcher.Http.GetAsync($"/api/presence?ids={watched.Id}").ShouldBeAsync(200);
        return answer.GetProperty("items").EnumerateArray().Any(item => item.GetProperty("status").GetString() is not (null or "offline"));
    }

    private static bool IsOf(JsonElement change, Person person, string status) =>
        change.GetProperty("userId").GetGuid() == person.Id && change.GetProperty("status").GetString() == status;
}
