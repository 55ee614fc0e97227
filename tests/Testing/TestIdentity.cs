using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace OneVOne.Testing;

/// <summary>
/// Stands where Identity stands for a service under test: publishes keys and people on loopback and signs tokens,
/// also broken ones. The whole system's tests use the real Identity.
/// </summary>
public sealed class TestIdentity : IAsyncDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentDictionary<Guid, string> people = new();
    private readonly ConcurrentQueue<object> endedSessions = new();
    private readonly WebApplication app;
    private int keyRequests;

    private TestIdentity(WebApplication app) => this.app = app;

    public string KeyId { get; } = Guid.NewGuid().ToString("N");

    public Uri Address => new(app.Urls.First());

    /// <summary>How often the keys were asked for.</summary>
    public int KeyRequests => Volatile.Read(ref keyRequests);

    public static async Task<TestIdentity> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var identity = new TestIdentity(builder.Build());
        identity.Map();
        await identity.app.StartAsync();
        return identity;
    }

    /// <summary>A new person. Without a name, one that nobody else has.</summary>
    public TestUser CreateUser(string? username = null)
    {
        var id = Guid.CreateVersion7();
        var name = $"{username ?? "user"}_{id.ToString("N")[^8..]}";
        people[id] = name;
        return new TestUser(id, name, Draft(id, name).Write());
    }

    /// <summary>Ends a session in the list that services read; nobody is told.</summary>
    public void EndSession(Guid sessionId, string reason) =>
        endedSessions.Enqueue(new { sessionId, reason, until = DateTimeOffset.UtcNow.AddMinutes(15) });

    /// <summary>A right token of a person, to be broken before it is written.</summary>
    public TokenDraft Draft(Guid userId, string username) => TokenDraft.For(userId, username, KeyId, key);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    private void Map()
    {
        app.MapGet("/.well-known/jwks.json", () =>
        {
            Interlocked.Increment(ref keyRequests);
            var point = key.ExportParameters(includePrivateParameters: false).Q;
            return new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "EC", crv = "P-256", alg = "ES256", use = "sig", kid = KeyId,
                        x = WebEncoders.Base64UrlEncode(point.X!), y = WebEncoders.Base64UrlEncode(point.Y!),
                    },
                },
            };
        });
        // What comes again does no harm, so all of it does.
        app.MapGet("/internal/ended-sessions", (HttpContext http) =>
            http.Request.Headers["X-Service-Key"] == ServiceSettings.ServiceKey
                ? Results.Ok(new { items = endedSessions.ToArray(), next = "1", more = false })
                : Results.Unauthorized());
        app.MapGet("/api/identity/users/by-name/{name}", (string name) =>
            people.FirstOrDefault(person => string.Equals(person.Value, name, StringComparison.OrdinalIgnoreCase)) is { Value: not null } found
                ? Results.Ok(Person(found.Key, found.Value))
                : Results.NotFound());
        app.MapGet("/api/identity/users/{id:guid}", (Guid id) =>
            people.TryGetValue(id, out var name) ? Results.Ok(Person(id, name)) : Results.NotFound());
        app.MapGet("/api/identity/users", (string ids) => new
        {
            items = ids.Split(',').Select(Guid.Parse).Where(people.ContainsKey).Select(id => Person(id, people[id])),
            next = (string?)null,
        });
    }

    private static object Person(Guid id, string name) => new { id, username = name, displayName = name };
}
