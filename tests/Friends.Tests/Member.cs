using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests;

/// <summary>A person and what they do, each call over another replica.</summary>
public sealed class Member(FriendsApp app, TestUser user, Replicas? replicas = null)
{
    public Guid Id => user.Id;

    public string Username => user.Username;

    /// <summary>The same person at replicas that are set otherwise.</summary>
    public Member At(Replicas others) => new(app, user, others);

    public Task<HttpResponseMessage> GetAsync(string path) => CallAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> AskAsync(Member other) => AskAsync(other.Id);

    public Task<HttpResponseMessage> AskAsync(Guid userId) => AskWithAsync(new { userId });

    public Task<HttpResponseMessage> AskAsync(string username) => AskWithAsync(new { username });

    public Task<HttpResponseMessage> AskWithAsync(object body) =>
        CallAsync(HttpMethod.Post, "/api/friends/requests", JsonContent.Create(body));

    /// <summary>Asks for the first time and returns the request's id.</summary>
    public async Task<Guid> RequestAsync(Member other) =>
        (await AskAsync(other).ShouldBeAsync(201)).GetProperty("id").GetGuid();

    public Task<HttpResponseMessage> AcceptAsync(Guid request) =>
        CallAsync(HttpMethod.Post, $"/api/friends/requests/{request}/accept");

    public Task<HttpResponseMessage> DeclineAsync(Guid request) =>
        CallAsync(HttpMethod.Post, $"/api/friends/requests/{request}/decline");

    public Task<HttpResponseMessage> CancelAsync(Guid request) =>
        CallAsync(HttpMethod.Delete, $"/api/friends/requests/{request}");

    public Task<HttpResponseMessage> UnfriendAsync(Member other) => CallAsync(HttpMethod.Delete, $"/api/friends/{other.Id}");

    public Task<HttpResponseMessage> BlockAsync(Member other) =>
        CallAsync(HttpMethod.Put, $"/api/friends/blocks/{other.Id}");

    public Task<HttpResponseMessage> UnblockAsync(Member other) =>
        CallAsync(HttpMethod.Delete, $"/api/friends/blocks/{other.Id}");

    public async Task BefriendAsync(Member other) =>
        await other.AcceptAsync(await RequestAsync(other)).ShouldBeAsync(200);

    public Task BefriendAsync(params Member[] others) => Task.WhenAll(others.Select(BefriendAsync));

    /// <summary>Sets what is named, as in <c>friend_requests</c>, and everything else to its default.</summary>
    public Task<HttpResponseMessage> SetPrivacyAsync(
        string friendRequests = "everyone",
        string directMessages = "friends",
        string groupInvites = "friends",
        string gameInvites = "friends",
        string presence = "friends") =>
        CallAsync(
            HttpMethod.Put,
            "/api/friends/privacy",
            JsonContent.Create(new { friendRequests, directMessages, groupInvites, gameInvites, presence }));

    public Task<JsonElement> SeeAsync(Member other) => GetAsync($"/api/friends/{other.Id}").ShouldBeAsync(200);

    public async Task<(bool AreFriends, long Version)> RelationToAsync(Member other)
    {
        var relation = await SeeAsync(other);
        return (relation.GetProperty("areFriends").GetBoolean(), relation.GetProperty("version").GetInt64());
    }

    /// <summary>All friends, read page by page.</summary>
    public async Task<List<Guid>> FriendsAsync(int limit = 100, string query = "") =>
        [.. (await ListAsync($"/api/friends?{query}&", limit)).Select(UserId)];

    /// <summary>All waiting requests, read page by page.</summary>
    public async Task<List<Guid>> RequestsAsync(string direction, int limit = 100) =>
        [.. (await ListAsync($"/api/friends/requests?direction={direction}&", limit))
            .Select(request => request.GetProperty("id").GetGuid())];

    /// <summary>All whom the person blocks, read page by page.</summary>
    public async Task<List<Guid>> BlocksAsync(int limit = 100) =>
        [.. (await ListAsync("/api/friends/blocks?", limit)).Select(UserId)];

    /// <summary>All suggestions, read page by page.</summary>
    public async Task<List<(Guid Id, int Mutual)>> SuggestionsAsync(int limit = 100) =>
        [.. (await ListAsync("/api/friends/suggestions?", limit))
            .Select(suggestion => (UserId(suggestion), suggestion.GetProperty("mutual").GetInt32()))];

    public Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, HttpContent? body = null) =>
        (replicas?.Http ?? app.Http).SendAsync(new HttpRequestMessage(method, path)
        {
            Content = body,
            Headers =
            {
                Authorization = new AuthenticationHeaderValue("Bearer", user.Token),
                // A large body is announced first, as curl does: a client in the middle of sending may not read the refusal.
                ExpectContinue = body?.Headers.ContentLength > 1_000_000,
            },
        });

    /// <summary>All of a list, read page by page.</summary>
    public async Task<List<JsonElement>> ListAsync(string path, int limit)
    {
        var items = new List<JsonElement>();
        string? next = null;
        do
        {
            var page = await GetAsync($"{path}limit={limit}&cursor={next}").ShouldBeAsync(200);
            var read = page.GetProperty("items").EnumerateArray().ToList();
            Assert.InRange(read.Count, 0, limit);
            items.AddRange(read);
            // A list that repeats itself would be read for ever.
            Assert.Distinct(items.Select(item => item.ToString()));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        return items;
    }

    private static Guid UserId(JsonElement item) => item.GetProperty("user").GetProperty("id").GetGuid();
}
