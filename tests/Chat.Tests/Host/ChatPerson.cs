using System.Collections.Concurrent;
using System.Text.Json;
using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Host;

/// <summary>A person of the tests, with a client on each replica.</summary>
public sealed class ChatPerson(ChatApp app, TestUser user)
{
    public static readonly Guid Lobby = new("00000000-0000-7000-8000-000000000001");

    private readonly ConcurrentDictionary<int, HttpClient> clients = new();

    public Guid Id => user.Id;

    public string Username => user.Username;

    public string Token => user.Token;

    public HttpClient Http(int replica = 0) => clients.GetOrAdd(replica, index => app.Replicas[index].Http(user));

    public Task<HubClient> HubAsync(int replica = 0) => app.Replicas[replica].HubAsync("/hubs/chat", user);

    /// <summary>
    /// A device that keeps its state by events; disposing it checks that state. Without the public room, which all tests write
    /// in, unless asked for.
    /// </summary>
    public Task<ModelClient> ModelAsync(int replica = 0, bool withLobby = false) =>
        new ModelClient(Id, HubAsync, Http, id => withLobby || id != Lobby).ConnectAsync(replica);

    /// <summary>The record of the hub's Send.</summary>
    public static object Message(Guid conversationId, string? body) =>
        new { conversationId, clientMessageId = Guid.NewGuid(), body };

    public async Task<Guid> OpenDirectAsync(ChatPerson other, int replica = 0)
    {
        using var response = await Http(replica).PutAsync($"/api/chat/direct/{other.Id}");
        return (await response.ShouldBeAsync((int)response.StatusCode == 201 ? 201 : 200)).Id();
    }

    /// <summary>Makes a room; the answer.</summary>
    public Task<JsonElement> CreateRoomAsync(string? name = null, object? with = null, int replica = 0) =>
        Http(replica).PostAsync("/api/chat/conversations", with ?? new { kind = "room", name = name ?? $"room {Guid.NewGuid():N}" })
            .ShouldBeAsync(201);

    public Task<HttpResponseMessage> Join(Guid room, int replica = 0) =>
        Http(replica).PostAsync($"/api/chat/conversations/{room}/join");

    public Task<HttpResponseMessage> Leave(Guid room, int replica = 0) =>
        Http(replica).PostAsync($"/api/chat/conversations/{room}/leave");

    /// <summary>One page that holds all, of a person with few conversations.</summary>
    public async Task<List<JsonElement>> ListAsync(string filter = "inbox", int replica = 0) =>
        [.. (await Http(replica).GetAsync($"/api/chat/conversations?limit=100&filter={filter}").ShouldBeAsync(200)).Items()];

    public Task<JsonElement> MineAsync(Guid conversation, object change, int replica = 0) =>
        Http(replica).PutAsync($"/api/chat/conversations/{conversation}/mine", change).ShouldBeAsync(200);

    public Task<HttpResponseMessage> Answer(Guid request, string answer, int replica = 0) =>
        Http(replica).PostAsync($"/api/chat/conversations/{request}/request/{answer}");

    /// <summary>A connection that is in its groups.</summary>
    public async Task<HubClient> ListenAsync(int replica = 0)
    {
        var hub = await HubAsync(replica);
        await hub.CallAsync("Sync", new { heads = new { } });
        return hub;
    }

    public Task<HttpResponseMessage> Post(Guid conversation, string body, Guid? clientMessageId = null, int replica = 0) =>
        Http(replica).PostAsync(
            $"/api/chat/conversations/{conversation}/messages",
            new { clientMessageId = clientMessageId ?? Guid.NewGuid(), body });

    /// <summary>Writes a message that is new; the answer.</summary>
    public Task<JsonElement> SendAsync(Guid conversation, string body, Guid? clientMessageId = null, int replica = 0) =>
        Post(conversation, body, clientMessageId, replica).ShouldBeAsync(201);

    public Task<JsonElement> ConversationAsync(Guid conversation, int replica = 0) =>
        Http(replica).GetAsync($"/api/chat/conversations/{conversation}").ShouldBeAsync(200);

    public async Task<long> UnreadAsync(Guid conversation, int replica = 0) =>
        (await ConversationAsync(conversation, replica)).Number("unread");

    public Task<HttpResponseMessage> Read(Guid conversation, long seq, int replica = 0) =>
        Http(replica).PutAsync($"/api/chat/conversations/{conversation}/read", new { seq });

    /// <summary>What Friends tells when the two become friends, or are so no longer.</summary>
    public RelationshipChanged FriendsWith(ChatPerson other, long version, bool areFriends = true) =>
        Relationship(other, areFriends, false, false, version);

    /// <summary>What Friends tells when this person blocks the other, who may block this one too.</summary>
    public RelationshipChanged Blocks(ChatPerson other, long version, bool mutually = false) =>
        Relationship(other, false, true, mutually, version);

    /// <summary>What Friends tells when this person chose who may write to them.</summary>
    public PrivacyChanged TakesMessagesOf(Audience audience, long version) => new(
        Id, Audience.Everyone, audience, Audience.Friends, Audience.Friends, Audience.Friends, DateTimeOffset.UtcNow, version);

    /// <summary>Everything of a conversation after a number, paged as a client that was away pages.</summary>
    public async Task<List<JsonElement>> EventsAsync(Guid conversation, long after = 0, int limit = 100, int replica = 0)
    {
        var events = new List<JsonElement>();
        while (true)
        {
            var path = $"/api/chat/conversations/{conversation}/events?after={after}&limit={limit}";
            var page = await Http(replica).GetAsync(path).ShouldBeAsync(200);
            events.AddRange(page.Items());
            if (!page.GetProperty("hasMore").GetBoolean())
            {
                return events;
            }

            after = events[^1].Number("seq");
        }
    }

    private RelationshipChanged Relationship(
        ChatPerson other, bool areFriends, bool blocksOther, bool otherBlocks, long version) =>
        Id.CompareTo(other.Id) < 0
            ? new(Id, other.Id, areFriends, blocksOther, otherBlocks, DateTimeOffset.UtcNow, version)
            : new(other.Id, Id, areFriends, otherBlocks, blocksOther, DateTimeOffset.UtcNow, version);
}
