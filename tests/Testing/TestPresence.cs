using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OneVOne.Testing;

/// <summary>
/// Stands where Presence stands for a service under test: answers who is here. The whole system's tests use the real
/// Presence.
/// </summary>
public sealed class TestPresence : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, bool> here = new();
    private readonly ConcurrentQueue<Guid> asked = new();
    private readonly WebApplication app;

    private TestPresence(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <summary>While set, nothing is told.</summary>
    public bool IsAway { get; set; }

    /// <summary>Everyone who was asked about.</summary>
    public IReadOnlyCollection<Guid> Asked => asked;

    public static async Task<TestPresence> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var presence = new TestPresence(builder.Build());
        presence.app.MapPost("/internal/online", presence.Answer);
        await presence.app.StartAsync();
        return presence;
    }

    public void Comes(params Guid[] people)
    {
        foreach (var person in people)
        {
            here[person] = true;
        }
    }

    public void Goes(Guid person) => here.TryRemove(person, out _);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult Answer(People body, HttpRequest request)
    {
        if (request.Headers["X-Service-Key"] != ServiceSettings.ServiceKey)
        {
            return Results.Unauthorized();
        }

        foreach (var person in body.UserIds)
        {
            asked.Enqueue(person);
        }

        return IsAway
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Ok(new People([.. body.UserIds.Where(here.ContainsKey)]));
    }

    private sealed record People(IReadOnlyList<Guid> UserIds);
}
