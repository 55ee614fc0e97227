using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace OneVOne.Testing;

/// <summary>
/// Stands where Friends stands for a service under test: answers whether the caller and another are friends. The whole
/// system's tests use the real Friends.
/// </summary>
public sealed class TestFriends : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(Guid Low, Guid High), (bool AreFriends, long Version)> pairs = new();
    private readonly WebApplication app;

    private TestFriends(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <summary>While set, requests wait for it and are not answered before.</summary>
    public Task? Away { get; set; }

    public static async Task<TestFriends> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var friends = new TestFriends(builder.Build());
        friends.app.MapGet("/api/friends/{userId:guid}", friends.AnswerAsync);
        await friends.app.StartAsync();
        return friends;
    }

    public void Set(Guid one, Guid other, bool areFriends, long version) => pairs[Pair(one, other)] = (areFriends, version);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> AnswerAsync(Guid userId, HttpContext context)
    {
        if (Away is { } away)
        {
            await away.WaitAsync(context.RequestAborted);
        }

        var token = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
        var payload = WebEncoders.Base64UrlDecode(token.Split('.')[1]);
        var caller = JsonDocument.Parse(payload).RootElement.GetProperty("sub").GetGuid();
        var (areFriends, version) = pairs.GetValueOrDefault(Pair(caller, userId));
        return Results.Ok(new { userId, areFriends, version });
    }

    private static (Guid, Guid) Pair(Guid one, Guid other) => one.CompareTo(other) < 0 ? (one, other) : (other, one);
}
