using OneVOne.Chat.Tests.Host;
using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Search;

/// <summary>What a search finds is what the person could read at that moment. // ASVS 8.2.2, I5</summary>
public sealed class FindingOnlyWhatIsTheirs(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;
    private readonly string word = $"secret{Guid.NewGuid():N}";

    [Fact]
    public async Task A_direct_conversation_is_found_by_its_two_and_the_public_room_by_everyone()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var eve = app.NewPerson("eve");
        await ann.SendAsync(direct, word);
        Assert.Equal(1, await CountAsync(ann));
        Assert.Equal(1, await CountAsync(bob));
        Assert.Equal(0, await CountAsync(eve));
        Assert.Equal(0, await CountAsync(eve, $"&in={direct}"));
        await bob.SendAsync(ChatPerson.Lobby, word);
        Assert.Equal(1, await CountAsync(eve));
        Assert.Equal(2, await CountAsync(ann));
    }

    [Fact]
    public async Task A_room_is_found_by_its_members_from_where_they_may_read_and_no_longer_after_they_left()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var room = await RoomAsync(ann);
        await ann.SendAsync(room, $"{word} one");
        await app.ExecuteAsync($"INSERT INTO members (conversation_id, user_id, history_from) VALUES ('{room}', '{bob.Id}', 1)");
        await ann.SendAsync(room, $"{word} two");
        Assert.Equal(2, await CountAsync(ann));
        Assert.Equal(1, await CountAsync(bob));
        await app.ExecuteAsync($"DELETE FROM members WHERE conversation_id = '{room}' AND user_id = '{bob.Id}'");
        Assert.Equal(0, await CountAsync(bob));
        await app.ExecuteAsync($"UPDATE conversations SET deleted_at = now() WHERE id = '{room}'");
        Assert.Equal(0, await CountAsync(ann));
    }

    [Fact]
    public async Task What_a_person_deleted_for_themselves_and_whom_they_block_is_left_out_for_them_alone()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var sent = await ann.SendAsync(ChatPerson.Lobby, word);
        await bob.SendAsync(ChatPerson.Lobby, word);
        await app.ExecuteAsync(
            $"INSERT INTO hidden_messages (user_id, conversation_id, seq) VALUES ('{bob.Id}', '{ChatPerson.Lobby}', {sent.Number("seq")})");
        Assert.Equal(1, await CountAsync(bob));
        Assert.Equal(2, await CountAsync(ann));
        await app.Bus.PublishAsync(ann.Blocks(bob, version: 5));
        await Eventually.IsAsync("bob's message is out of ann's search", async () => await CountAsync(ann) == 1);
    }

    [Fact]
    public async Task A_message_request_is_found_by_who_asked_and_by_the_other_once_it_is_accepted()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        await app.Bus.PublishAsync(bob.TakesMessagesOf(Audience.Everyone, version: 1));
        var direct = Guid.Empty;
        await Eventually.IsAsync("bob takes messages of everyone", async () =>
        {
            using var response = await ann.Http().PutAsync($"/api/chat/direct/{bob.Id}");
            direct = response.IsSuccessStatusCode ? (await response.ShouldBeAsync((int)response.StatusCode)).Id() : direct;
            return response.IsSuccessStatusCode;
        });
        await ann.SendAsync(direct, word);
        Assert.Equal(1, await CountAsync(ann));
        Assert.Equal(0, await CountAsync(bob));
        await bob.SendAsync(direct, "taken");
        Assert.Equal(1, await CountAsync(bob));
    }

    [Fact]
    public async Task What_the_system_says_is_not_found()
    {
        var ann = app.NewPerson();
        var room = await RoomAsync(ann);
        await ann.SendAsync(room, word);
        await app.ExecuteAsync($"UPDATE messages SET type = 'conversation.renamed' WHERE conversation_id = '{room}'");
        Assert.Equal(0, await CountAsync(ann));
    }

    private async Task<Guid> RoomAsync(ChatPerson owner)
    {
        var room = Guid.NewGuid();
        await app.ExecuteAsync(
            $"""
            INSERT INTO conversations (id, kind, name) VALUES ('{room}', 'room', 'room');
            INSERT INTO members (conversation_id, user_id, role) VALUES ('{room}', '{owner.Id}', 'owner')
            """);
        return room;
    }

    private async Task<int> CountAsync(ChatPerson person, string filters = "") =>
        (await person.Http().GetAsync($"/api/chat/search?q={word}{filters}").ShouldBeAsync(200)).Items().Length;
}
