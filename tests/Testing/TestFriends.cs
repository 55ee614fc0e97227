using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using OneVOne.Contracts.Friends;

namespace OneVOne.Testing;

/// <summary>
/// Stands where Friends stands for a service under test: answers whether the caller and another are friends, and exports
/// what projections are made of. The whole system's tests use the real Friends.
/// </summary>
public sealed class TestFriends : IAsyncDisposable
{
    /// <summary>Small, so that a few rows take several pages.</summary>
    private const int ExportPage = 4;

    private readonly ConcurrentDictionary<(Guid Low, Guid High), (bool AreFriends, long Version)> pairs = new();
    private readonly WebApplication app;

    private TestFriends(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <summary>While set, requests wait for it and are not answered before.</summary>
    public Task? Away { get; set; }

    /// <summary>Called before each page of the export is answered.</summary>
    public Func<Task> BeforePage { get; set; } = () => Task.CompletedTask;

    /// <summary>What is exported, by its key.</summary>
    public ConcurrentDictionary<(Guid Low, Guid High), RelationshipChanged> Relationships { get; } = new();

    /// <summary>What is exported, by its key.</summary>
    public ConcurrentDictionary<Guid, PrivacyChanged> Privacy { get; } = new();

    public static async Task<TestFriends> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var friends = new TestFriends(builder.Build());
        friends.app.MapGet("/api/friends/{userId:guid}", friends.AnswerAsync);
        friends.MapExport();
        await friends.app.StartAsync();
        return friends;
    }

    public void Set(Guid one, Guid other, bool areFriends, long version) => pairs[Pair(one, other)] = (areFriends, version);

    public ValueTask DisposeAsync() => app.DisposeAsync();

#pragma warning disable CA5351 // The checksum is MD5's by its definition; it protects nothing.
    private static string Sum(IEnumerable<string> rows) => rows
        .Select(row => Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(row)))[..15])
        .Aggregate(BigInteger.Zero, (sum, digits) => sum + long.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        .ToString(CultureInfo.InvariantCulture);
#pragma warning restore CA5351

    private static char Text(bool value) => value ? 't' : 'f';

    private void MapExport()
    {
        var export = app.MapGroup("/internal").AddEndpointFilter(async (context, next) =>
            context.HttpContext.Request.Headers["X-Service-Key"] == ServiceSettings.ServiceKey ? await next(context) : Results.Unauthorized());
        export.MapGet("/relationships", (string? after) => PageAsync(Relationships.OrderBy(row => row.Key), Key, after));
        export.MapGet("/privacy", (string? after) => PageAsync(Privacy.OrderBy(row => row.Key), key => key.ToString(), after));
        export.MapGet("/relationships/checksum", () => new
        {
            count = Relationships.Count,
            checksum = Sum(Relationships.Values.Select(row =>
                $"{row.LowUserId}|{row.HighUserId}|{Text(row.AreFriends)}|{Text(row.LowBlocksHigh)}|{Text(row.HighBlocksLow)}|{row.Version}")),
        });
        export.MapGet("/privacy/checksum", () => new
        {
            count = Privacy.Count,
            checksum = Sum(Privacy.Values.Select(row =>
                $"{row.UserId}|{row.FriendRequests:D}|{row.DirectMessages:D}|{row.GroupInvites:D}|{row.GameInvites:D}|{row.Presence:D}|{row.Version}")),
        });
    }

    private static string Key((Guid Low, Guid High) pair) => $"{pair.Low},{pair.High}";

    private async Task<object> PageAsync<TKey, TItem>(
        IEnumerable<KeyValuePair<TKey, TItem>> rows, Func<TKey, string> write, string? after)
    {
        await BeforePage();
        var rest = rows.SkipWhile(row => after is not null && string.CompareOrdinal(write(row.Key), after) <= 0).ToArray();
        var page = rest.Take(ExportPage).ToArray();
        return new { items = page.Select(row => row.Value), next = rest.Length > ExportPage ? write(page[^1].Key) : null };
    }

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
