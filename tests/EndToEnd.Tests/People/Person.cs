using System.Net.Http.Headers;
using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.EndToEnd.Tests.People;

/// <summary>Somebody with an account, who reaches the system through the gateway and nothing else.</summary>
public sealed class Person : IAsyncDisposable
{
    private const string Password = "a long enough password";

    private readonly Uri gateway;

    private Person(Uri gateway, string username)
    {
        this.gateway = gateway;
        Username = username;
        Http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(30) };
    }

    public Guid Id { get; private set; }

    public string Username { get; }

    public string Token { get; private set; } = "";

    public HttpClient Http { get; }

    /// <summary>The hubs, while the person is here.</summary>
    public HubClient? Chat { get; private set; }

    public HubClient? Presence { get; private set; }

    public HubClient? Notifications { get; private set; }

    /// <summary>Makes an account under a name that nobody else has.</summary>
    public static async Task<Person> RegisterAsync(Uri gateway, string name)
    {
        var person = new Person(gateway, $"{name}_{Guid.NewGuid().ToString("N")[..8]}");
        var session = await person.Http
            .PostAsync("/api/identity/register", new { person.Username, Email = $"{person.Username}@example.org", Password })
            .ShouldBeAsync(201);
        person.Use(session);
        return person;
    }

    /// <summary>The same person, after the system was restarted elsewhere.</summary>
    public async Task<Person> LogInAsync(Uri newGateway)
    {
        var person = new Person(newGateway, Username);
        person.Use(await person.Http.PostAsync("/api/identity/login", new { Login = Username, Password }).ShouldBeAsync(200));
        return person;
    }

    public async Task ComeOnlineAsync()
    {
        Presence = await HubClient.ConnectAsync(gateway, "/hubs/presence", Token);
        Chat = await HubClient.ConnectAsync(gateway, "/hubs/chat", Token);
        Notifications = await HubClient.ConnectAsync(gateway, "/hubs/notifications", Token);
        // The handshake is answered before the connection is in its groups; these are answered after.
        await Presence.CallAsync("Watch", new { userIds = Array.Empty<Guid>() });
        await Chat.CallAsync("Sync", new { heads = new Dictionary<Guid, long>() });
        await Notifications.HearAsync("BadgeChanged");
    }

    public async Task LeaveAsync()
    {
        foreach (var hub in new[] { Chat, Presence, Notifications })
        {
            if (hub is not null)
            {
                await hub.DisposeAsync();
            }
        }

        Chat = Presence = Notifications = null;
    }

    public Task<HubClient> ConnectAsync(string hub) => HubClient.ConnectAsync(gateway, hub, Token);

    public async Task BefriendAsync(Person other)
    {
        var request = await Http.PostAsync("/api/friends/requests", new { other.Username }).ShouldBeAsync(201);
        await other.Http.PostAsync($"/api/friends/requests/{request.GetProperty("id").GetGuid()}/accept").ShouldBeAsync(200);
    }

    /// <summary>The direct conversation with a friend.</summary>
    public async Task<Guid> OpenDirectAsync(Person friend)
    {
        using var response = await Http.PutAsync($"/api/chat/direct/{friend.Id}");
        var conversation = await response.ShouldBeAsync((int)response.StatusCode is 201 ? 201 : 200);
        return conversation.GetProperty("id").GetGuid();
    }

    public async Task<IReadOnlyList<JsonElement>> HistoryAsync(Guid conversation)
    {
        var all = new List<JsonElement>();
        for (var after = 0L; ;)
        {
            var page = await Http.GetAsync($"/api/chat/conversations/{conversation}/messages?after={after}&limit=100").ShouldBeAsync(200);
            all.AddRange(page.GetProperty("items").EnumerateArray());
            if (!page.GetProperty("hasMore").GetBoolean())
            {
                return all;
            }

            after = all[^1].GetProperty("seq").GetInt64();
        }
    }

    public async Task<string> StatusOfAsync(Person friend)
    {
        var answer = await Http.GetAsync($"/api/presence?ids={friend.Id}").ShouldBeAsync(200);
        return answer.GetProperty("items")[0].GetProperty("status").GetString()!;
    }

    public async Task<int> BadgeAsync() =>
        (await Http.GetAsync("/api/notifications/badge").ShouldBeAsync(200)).GetProperty("unread").GetInt32();

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        Http.Dispose();
    }

    private void Use(JsonElement session)
    {
        Id = session.GetProperty("user").GetProperty("id").GetGuid();
        Token = session.GetProperty("accessToken").GetString()!;
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }
}
