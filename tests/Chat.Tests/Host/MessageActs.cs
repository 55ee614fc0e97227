using System.Net.Http.Json;
using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Host;

/// <summary>What people of the tests do with messages that are there, and the rooms that they do it in.</summary>
public static class MessageActs
{
    public static async Task<Guid> SayAsync(this ChatPerson person, Guid conversation, string body, Guid? replyTo = null, int replica = 0) =>
        (await person.Http(replica).PostAsync(
            $"/api/chat/conversations/{conversation}/messages", new { clientMessageId = Guid.NewGuid(), body, replyTo })
            .ShouldBeAsync(201)).Id("messageId");

    public static Task<JsonElement> MessageAsync(this ChatPerson person, Guid message, int replica = 0) =>
        person.Http(replica).GetAsync($"/api/chat/messages/{message}").ShouldBeAsync(200);

    public static async Task<HttpResponseMessage> Edit(
        this ChatPerson person, Guid message, string body, string? ifMatch = null, int replica = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/chat/messages/{message}")
        {
            Content = JsonContent.Create(new { body }),
        };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await person.Http(replica).SendAsync(request);
    }

    public static Task<HttpResponseMessage> Delete(this ChatPerson person, Guid message, int replica = 0) =>
        person.Http(replica).DeleteAsync($"/api/chat/messages/{message}");

    public static Task<HttpResponseMessage> Hide(this ChatPerson person, Guid message, int replica = 0) =>
        person.Http(replica).DeleteAsync($"/api/chat/messages/{message}?for=me");

    public static Task<HttpResponseMessage> React(
        this ChatPerson person, Guid message, string emoji, bool on = true, int replica = 0) =>
        Switch(person, $"/api/chat/messages/{message}/reactions/{Uri.EscapeDataString(emoji)}", on, replica);

    public static Task<HttpResponseMessage> Pin(this ChatPerson person, Guid message, bool on = true, int replica = 0) =>
        Switch(person, $"/api/chat/messages/{message}/pin", on, replica);

    public static Task<HttpResponseMessage> Forward(
        this ChatPerson person, Guid message, Guid conversationId, Guid? clientMessageId = null, int replica = 0) =>
        person.Http(replica).PostAsync(
            $"/api/chat/messages/{message}/forward", new { conversationId, clientMessageId = clientMessageId ?? Guid.NewGuid() });

    /// <summary>The conversation's last event.</summary>
    public static async Task<JsonElement> LastEventAsync(this ChatPerson person, Guid conversation, int replica = 0) =>
        (await person.EventsAsync(conversation, replica: replica))[^1];

    /// <summary>A connection that hears from here on.</summary>
    public static async Task<HubClient> ListenAsync(this ChatPerson person, int replica = 0)
    {
        var hub = await person.HubAsync(replica);
        await hub.CallAsync("Sync", new { heads = new { } });
        return hub;
    }

    /// <summary>A room as it is once people are in it: the first is its owner.</summary>
    public static async Task<Guid> RoomAsync(this ChatApp app, params ChatPerson[] people)
    {
        var id = Guid.CreateVersion7();
        await app.ExecuteAsync(
            $"""
            INSERT INTO conversations (id, kind, name, member_count) VALUES ('{id}', 'room', 'A room', {people.Length});
            INSERT INTO members (conversation_id, user_id, role) VALUES
                {string.Join(", ", people.Select((person, i) => $"('{id}', '{person.Id}', '{(i == 0 ? "owner" : "member")}')"))};
            INSERT INTO people (user_id, username, display_name, version) VALUES
                {string.Join(", ", people.Select(person => $"('{person.Id}', '{person.Username}', '{person.Username}', 0)"))}
            ON CONFLICT DO NOTHING
            """);
        return id;
    }

    /// <summary>Somebody who keeps order on the whole site.</summary>
    public static ChatPerson NewModerator(this ChatApp app)
    {
        var user = app.Identity.CreateUser("mod");
        var draft = app.Identity.Draft(user.Id, user.Username);
        draft.Claims["role"] = "moderator";
        return new ChatPerson(app, user with { Token = draft.Write() });
    }

    /// <summary>Makes a block, or the end of one, known.</summary>
    public static async Task BlockAsync(this ChatApp app, ChatPerson blocker, ChatPerson blocked, long version)
    {
        await app.Bus.PublishAsync(blocker.Blocks(blocked, version));
        await Eventually.IsAsync("the block is known", async () => await app.CountAsync(
            $"SELECT count(*) FROM blocked_by('{blocker.Id}') b WHERE b.user_id = '{blocked.Id}'") == 1);
    }

    private static Task<HttpResponseMessage> Switch(ChatPerson person, string path, bool on, int replica) =>
        on ? person.Http(replica).PutAsync(new Uri(path, UriKind.Relative), null) : person.Http(replica).DeleteAsync(path);
}
