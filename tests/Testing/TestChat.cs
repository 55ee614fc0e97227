using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OneVOne.Testing;

/// <summary>
/// Stands where Chat stands for a service under test: answers which people share a conversation. The whole system's tests
/// use the real Chat.
/// </summary>
public sealed class TestChat : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Pair, bool> conversations = new();
    private readonly ConcurrentDictionary<Pair, Task> held = new();
    private readonly ConcurrentQueue<Pair> asked = new();
    private readonly WebApplication app;
    private int calls;

    private TestChat(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <summary>How often anything was asked.</summary>
    public int Calls => Volatile.Read(ref calls);

    /// <summary>While set, nothing is told.</summary>
    public bool Away { get; set; }

    public static async Task<TestChat> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var chat = new TestChat(builder.Build());
        chat.app.MapPost("/internal/shared-conversations", chat.AnswerAsync);
        await chat.app.StartAsync();
        return chat;
    }

    /// <summary>The two have a conversation that is not public.</summary>
    public void Share(Guid one, Guid other) => conversations[Pair.Of(one, other)] = true;

    /// <summary>Who asks about these two gets the answer only then.</summary>
    public void Hold(Guid one, Guid other, Task until) => held[Pair.Of(one, other)] = until;

    /// <summary>How often it was asked about these two.</summary>
    public int AskedAbout(Guid one, Guid other) => asked.Count(pair => pair == Pair.Of(one, other));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> AnswerAsync(Pairs body, HttpRequest request)
    {
        if (request.Headers["X-Service-Key"] != ServiceSettings.ServiceKey)
        {
            return Results.Unauthorized();
        }

        Interlocked.Increment(ref calls);
        foreach (var pair in body.Items)
        {
            asked.Enqueue(Pair.Of(pair.One, pair.Other));
        }

        await Task.WhenAll(body.Items.Select(pair => held.GetValueOrDefault(Pair.Of(pair.One, pair.Other), Task.CompletedTask)));
        return Away
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Ok(new Pairs([.. body.Items.Where(pair => conversations.ContainsKey(Pair.Of(pair.One, pair.Other)))]));
    }

    private sealed record Pairs([property: JsonPropertyName("pairs")] IReadOnlyList<Pair> Items);

    private sealed record Pair(Guid One, Guid Other)
    {
        public static Pair Of(Guid one, Guid other) => one.CompareTo(other) < 0 ? new(one, other) : new(other, one);
    }
}
