using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using OneVOne.AppHost.Testing;
using OneVOne.Bench.Sampling;

namespace OneVOne.Bench.Targets;

/// <summary>
/// All of OneVOne on free ports and data of its own, as <c>./onevone up</c> starts it, with people made through its API. Only limits
/// on what one address or one person may do are lifted: here a hundred people are as busy as ten thousand.
/// </summary>
internal sealed class OurSystem : IAsyncDisposable
{
    private static readonly (string Name, string Value)[] Lifted =
    [
        ("Gateway__RequestsPerSecond", "0"),
        ("Chat__RateLimits__Enabled", "false"),
        ("Chat__Rooms__MaxOwned", "1000000"),
        ("Friends__Requests__PerHour", "100000"),
        ("Friends__Requests__MaxIncoming", "100000"),
        ("Friends__Friendships__Max", "100000"),
        // A run may be longer than a quarter of an hour.
        ("Identity__Sessions__AccessTokenLifetime", "06:00:00"),
    ];

    private static readonly string[] Parts =
        ["gateway", "chat", "identity", "friends", "presence", "notifications", "postgres", "redis", "rabbitmq"];

    private readonly List<Guest> guests = [];

    private readonly Depths depths;

    private OurSystem(OneVOneSystem system, Depths depths)
    {
        System = system;
        this.depths = depths;
        Gateway = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, MaxConnectionsPerServer = 64 })
        {
            BaseAddress = system.GatewayUrl,
        };
    }

    public OneVOneSystem System { get; }

    /// <summary>The only door.</summary>
    public HttpClient Gateway { get; }

    /// <param name="chatReplicas">Of Chat; without it as many as <c>./onevone up</c> starts.</param>
    public static async Task<OurSystem> StartAsync(int? chatReplicas = null)
    {
        foreach (var (name, value) in Lifted)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        var system = await OneVOneSystem.StartAsync(
            settings: chatReplicas is { } replicas ? [$"--ONEVONE_CHAT_REPLICAS={replicas}"] : null);
        return new OurSystem(system, await Depths.OpenAsync(system));
    }

    public Uri Hub(string name) => new UriBuilder(System.GatewayUrl) { Scheme = "ws", Path = $"/hubs/{name}" }.Uri;

    public Sampler Sampler() => new(Processes, depths.ReadAsync);

    /// <summary>Returns when nothing of what was made is on its way any more.</summary>
    public Task UntilQuietAsync() => depths.UntilQuietAsync();

    /// <summary>The first so many people; who is missing is made.</summary>
    public async Task<IReadOnlyList<Guest>> PeopleAsync(int count)
    {
        if (guests.Count < count)
        {
            guests.AddRange(await Guest.MakeAsync(Gateway, count - guests.Count));
        }

        return guests[..count];
    }

    /// <summary>Asks as a person; the answer is theirs to judge.</summary>
    public async Task<HttpResponseMessage> AskAsync(Guest guest, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", guest.AccessToken);
        return await Gateway.SendAsync(request);
    }

    /// <summary>Asks as a person for what must succeed.</summary>
    public async Task<JsonElement> GetAnswerAsync(Guest guest, HttpMethod method, string path, object? body = null)
    {
        using var response = await AskAsync(guest, method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? (text.Length == 0 ? default : JsonElement.Parse(text))
            : throw new HttpRequestException($"{method} {path}: {(int)response.StatusCode} {text}");
    }

    /// <summary>Both ask, so that it is a friendship whichever was first.</summary>
    public async Task BefriendAsync(Guest one, Guest other)
    {
        await GetAnswerAsync(one, HttpMethod.Post, "api/friends/requests", new { userId = other.Id });
        await GetAnswerAsync(other, HttpMethod.Post, "api/friends/requests", new { userId = one.Id });
    }

    /// <summary>The conversation of two friends.</summary>
    public async Task<string> DirectAsync(Guest one, Guest other) =>
        (await GetAnswerAsync(one, HttpMethod.Put, $"api/chat/direct/{other.Id}")).GetProperty("id").GetString()!;

    public async ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        await depths.DisposeAsync();
        await System.DisposeAsync();
    }

    private IEnumerable<(string Part, int Pid)> Processes() =>
        from part in Parts
        from replica in Enumerable.Range(0, System.Replicas(part))
        let pid = System.Pid(part, replica)
        where pid is not null
        select (part, pid.Value);
}
