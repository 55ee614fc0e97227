using OneVOne.EndToEnd.Tests.People;
using OneVOne.Testing;

namespace OneVOne.EndToEnd.Tests.Stories;

/// <summary>The story that everything stands on, told over HTTP and WebSocket through the gateway.</summary>
internal sealed class TwoPeople(Person ann, Person bob) : IAsyncDisposable
{
    public Person Ann { get; } = ann;

    public Person Bob { get; } = bob;

    public Guid Conversation { get; private set; }

    public static async Task<TwoPeople> RegisterAsync(Uri gateway) =>
        new(await Person.RegisterAsync(gateway, "ann"), await Person.RegisterAsync(gateway, "bob"));

    public async Task BecomeFriendsAsync()
    {
        await Ann.ComeOnlineAsync();
        await Bob.ComeOnlineAsync();
        var request = await Ann.Http.PostAsync("/api/friends/requests", new { Bob.Username }).ShouldBeAsync(201);
        var asked = await Bob.Notifications!.HearAsync("Notified");
        Assert.Equal("friend_request", asked.GetProperty("kind").GetString());
        Assert.Equal(Ann.Username, asked.GetProperty("actor").GetProperty("username").GetString());

        await Bob.Http.PostAsync($"/api/friends/requests/{request.GetProperty("id").GetGuid()}/accept").ShouldBeAsync(200);
        var accepted = await Ann.Notifications!.HearAsync("Notified");
        Assert.Equal("friend_accepted", accepted.GetProperty("kind").GetString());
        await Ann.Http.PutAsync("/api/notifications/read-all").ShouldBeAsync(204);
        await Eventually.IsAsync("bob's answered request is off his badge", async () => await Bob.BadgeAsync() == 0);
    }

    public async Task SeeEachOtherOnlineAsync()
    {
        await Ann.Presence!.HearAsync("PresenceChanged", change => IsOf(change, Bob, "online"));
        await Bob.Presence!.HearAsync("PresenceChanged", change => IsOf(change, Ann, "online"));
        Assert.Equal("online", await Ann.StatusOfAsync(Bob));
    }

    public async Task ChatLiveAsync()
    {
        Conversation = await Ann.OpenDirectAsync(Bob);
        Assert.Equal(Conversation, await Bob.OpenDirectAsync(Ann));
        await Bob.Chat!.CallAsync("View", new { conversationId = Conversation });
        var ack = await SendAsync(Ann, "hello bob");
        var heard = await Bob.Chat.HearAsync("Event", e => e.GetProperty("conversationId").GetGuid() == Conversation);
        Assert.Equal("message.created", heard.GetProperty("type").GetString());
        Assert.Equal("hello bob", heard.GetProperty("body").GetString());
        Assert.Equal(ack.GetProperty("messageId").GetGuid(), heard.GetProperty("id").GetGuid());
        Assert.Equal(Ann.Username, heard.GetProperty("author").GetProperty("username").GetString());
        await Bob.Chat.CallAsync("MarkRead", new { conversationId = Conversation, seq = ack.GetProperty("seq").GetInt64() });
    }

    public async Task MissMessagesAndFindThemAsync()
    {
        var head = (await Bob.HistoryAsync(Conversation))[^1].GetProperty("seq").GetInt64();
        await Bob.LeaveAsync();
        await Ann.Presence!.HearAsync("PresenceChanged", change => IsOf(change, Bob, "offline"));
        await SendAsync(Ann, "are you there?");
        var last = await SendAsync(Ann, "call me when you are back");

        await Eventually.IsAsync("one conversation is on bob's badge", async () => await Bob.BadgeAsync() == 1);
        await Bob.ComeOnlineAsync();
        await Ann.Presence.HearAsync("PresenceChanged", change => IsOf(change, Bob, "online"));
        var heads = new Dictionary<Guid, long> { [Conversation] = head };
        var sync = await Bob.Chat!.CallAsync("Sync", new { heads });
        var moved = sync.GetProperty("conversations").EnumerateArray().Single(c => c.GetProperty("conversationId").GetGuid() == Conversation);
        Assert.Equal(2, moved.GetProperty("unread").GetInt32());
        var missed = await Bob.Http.GetAsync($"/api/chat/conversations/{Conversation}/events?after={head}").ShouldBeAsync(200);
        Assert.Equal(
            ["are you there?", "call me when you are back"],
            missed.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("body").GetString()));

        await Bob.Chat.CallAsync("MarkRead", new { conversationId = Conversation, seq = last.GetProperty("seq").GetInt64() });
        await Eventually.IsAsync("bob's badge is empty", async () => await Bob.BadgeAsync() == 0);
        await Bob.Notifications!.HearAsync("BadgeChanged", badge => badge.GetProperty("unread").GetInt32() == 0);
    }

    public async ValueTask DisposeAsync()
    {
        await Ann.DisposeAsync();
        await Bob.DisposeAsync();
    }

    private Task<System.Text.Json.JsonElement> SendAsync(Person author, string body) =>
        author.Chat!.CallAsync("Send", new { conversationId = Conversation, clientMessageId = Guid.CreateVersion7(), body });

    private static bool IsOf(System.Text.Json.JsonElement change, Person person, string status) =>
        change.GetProperty("userId").GetGuid() == person.Id && change.GetProperty("status").GetString() == status;
}
