using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Conversations;

public sealed class ShowingWhoHasRead(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task The_other_hears_and_lists_how_far_it_was_read()
    {
        var (ann, bob, direct) = await SentAsync(4);
        await using var hears = await ConnectAsync(ann, 1);
        await bob.Read(direct, 2).ShouldBeAsync(200);
        var receipt = await hears.HearAsync("Receipt");
        Assert.Equal((direct, bob.Id, 2), (receipt.Id("conversationId"), receipt.Id("userId"), receipt.Number("seq")));
        var read = Assert.Single(await ReadsAsync(ann, direct));
        Assert.Equal((bob.Id, 2), (read.GetProperty("user").Id(), read.Number("seq")));
        // Of one's own reading one has the mark.
        Assert.DoesNotContain(await ReadsAsync(bob, direct), item => item.GetProperty("user").Id() == bob.Id);
        // It is their own business what they mark as unread.
        await bob.Http().PutAsync($"/api/chat/conversations/{direct}/unread", new { seq = 1 }).ShouldBeAsync(200);
        Assert.Equal(2, Assert.Single(await ReadsAsync(ann, direct)).Number("seq"));
        await bob.Read(direct, 4).ShouldBeAsync(200);
        await hears.HearAsync("Receipt", heard => heard.Number("seq") == 4);
    }

    [Fact]
    public async Task Who_reads_many_at_once_on_two_devices_is_told_at_most_once_a_second_and_the_last_is_told()
    {
        var (ann, bob, direct) = await SentAsync(30);
        await using var hears = await ConnectAsync(ann, 0);
        var started = TimeProvider.System.GetTimestamp();
        for (var seq = 1; seq <= 30; seq++)
        {
            await bob.Read(direct, seq, replica: seq % 2).ShouldBeAsync(200);
        }

        await hears.HearAsync("Receipt", heard => heard.Number("seq") == 30);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Assert.InRange(hears.Heard("Receipt").Count, 1, (int)seconds + 2);
    }

    [Fact]
    public async Task Who_shows_no_receipts_is_not_shown_and_sees_none()
    {
        var (ann, bob, direct) = await SentAsync(2);
        Assert.True((await bob.Http().GetAsync("/api/chat/settings").ShouldBeAsync(200)).GetProperty("readReceipts").GetBoolean());
        await using var anns = await ConnectAsync(ann, 0);
        await using var bobs = await ConnectAsync(bob, 1);
        await ShowAsync(bob, false);
        Assert.False((await bob.Http(1).GetAsync("/api/chat/settings").ShouldBeAsync(200)).GetProperty("readReceipts").GetBoolean());
        await bob.Read(direct, 1).ShouldBeAsync(200);
        Assert.Empty(await ReadsAsync(ann, direct));
        Assert.Empty(await ReadsAsync(bob, direct));
        await bob.SendAsync(direct, "something to read");
        await ann.Read(direct, 3).ShouldBeAsync(200);
        // Who hears is decided when it goes out, and that must be before bob shows his again: what ann reads next is heard.
        var cy = app.NewPerson("cy");
        app.Friends.Set(ann.Id, cy.Id, areFriends: true, version: 1);
        var other = await ann.OpenDirectAsync(cy);
        await cy.SendAsync(other, "to ann");
        await using (var cys = await ConnectAsync(cy, 0))
        {
            await ann.Read(other, 1).ShouldBeAsync(200);
            await cys.HearAsync("Receipt", heard => heard.Id("conversationId") == other);
        }

        // What is told later and heard proves that nothing was told before.
        await ShowAsync(bob, true);
        Assert.Equal(1, Assert.Single(await ReadsAsync(ann, direct)).Number("seq"));
        await Task.WhenAll(bob.Read(direct, 2).ShouldBeAsync(200), anns.HearAsync("Receipt", heard => heard.Number("seq") == 2));
        Assert.Single(anns.Heard("Receipt"));
        Assert.Empty(bobs.Heard("Receipt"));
    }

    [Fact]
    public async Task Between_people_with_a_block_nothing_is_told()
    {
        var (ann, bob, direct) = await SentAsync(3);
        await using var hears = await ConnectAsync(ann, 0);
        await bob.Read(direct, 1).ShouldBeAsync(200);
        await hears.HearAsync("Receipt", heard => heard.Number("seq") == 1);
        await app.Bus.PublishAsync(bob.Blocks(ann, 2));
        await Eventually.IsAsync("the block is known", async () => (await ReadsAsync(ann, direct)).Length == 0);
        Assert.Empty(await ReadsAsync(bob, direct));
        await bob.Read(direct, 2).ShouldBeAsync(200);
        await app.Bus.PublishAsync(bob.FriendsWith(ann, 3));
        await Eventually.IsAsync("its end is known", async () => (await ReadsAsync(ann, direct)).Length == 1);
        await bob.Read(direct, 3).ShouldBeAsync(200);
        await hears.HearAsync("Receipt", heard => heard.Number("seq") == 3);
        Assert.Equal([1, 3], hears.Heard("Receipt").Seqs());
    }

    [Fact]
    public async Task Who_has_not_taken_a_message_request_is_not_told_of()
    {
        var (ann, bob, direct) = await SentAsync(2);
        await app.ExecuteAsync($"UPDATE conversations SET requested_by = '{ann.Id}' WHERE id = '{direct}'");
        await using var hears = await ConnectAsync(ann, 0);
        await bob.Read(direct, 1).ShouldBeAsync(200);
        Assert.Empty(await ReadsAsync(ann, direct));
        Assert.Single(await ReadsAsync(bob, direct));
        await app.ExecuteAsync($"UPDATE conversations SET requested_by = NULL WHERE id = '{direct}'");
        await bob.Read(direct, 2).ShouldBeAsync(200);
        await hears.HearAsync("Receipt", heard => heard.Number("seq") == 2);
        Assert.Single(hears.Heard("Receipt"));
    }

    [Fact]
    public async Task Large_conversations_do_not_tell_it_and_those_of_others_are_not_there()
    {
        var (_, _, direct) = await SentAsync(1);
        var cy = app.NewPerson("cy");
        await cy.Http().GetAsync($"/api/chat/conversations/{ChatPerson.Lobby}/reads").ShouldBeProblemAsync(409, "reads.too_many_members");
        await cy.Http().GetAsync($"/api/chat/conversations/{direct}/reads").ShouldBeProblemAsync(404, "conversation.not_found");
        await cy.Http().GetAsync($"/api/chat/conversations/{direct}/reads?cursor=AAAA").ShouldBeProblemAsync(400, "paging.cursor_invalid");
        await cy.Http().PutAsync("/api/chat/settings", new { }).ShouldBeProblemAsync(400, "request.malformed");
        await cy.Http().PutAsync("/api/chat/settings", new { readReceipts = "no" }).ShouldBeProblemAsync(400, "request.malformed");
    }

    private static async Task<HubClient> ConnectAsync(ChatPerson person, int replica)
    {
        var hub = await person.HubAsync(replica);
        await hub.CallAsync("Sync", new { heads = new { } });
        return hub;
    }

    private static Task<JsonElement> ShowAsync(ChatPerson person, bool readReceipts) =>
        person.Http().PutAsync("/api/chat/settings", new { readReceipts }).ShouldBeAsync(200);

    private static async Task<JsonElement[]> ReadsAsync(ChatPerson person, Guid conversation) =>
        (await person.Http().GetAsync($"/api/chat/conversations/{conversation}/reads").ShouldBeAsync(200)).Items();

    /// <summary>Ann wrote some; by writing she has read them, so the receipts of her own are of no interest here.</summary>
    private async Task<(ChatPerson Ann, ChatPerson Bob, Guid Direct)> SentAsync(int count)
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        for (var i = 0; i < count; i++)
        {
            await ann.SendAsync(direct, $"{i}");
        }

        return (ann, bob, direct);
    }
}
