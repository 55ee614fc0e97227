using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneVOne.Notifications.Data;

namespace OneVOne.Notifications.People;

/// <summary>
/// Asks Identity for people whose <c>UserRegistered</c> has not come yet, with the caller's own token, and remembers the
/// answer. Whatever goes wrong, a list is shown without a name rather than not at all.
/// </summary>
internal sealed partial class PeopleAtIdentity(
    HttpClient identity, NotificationsDbContext db, ILogger<PeopleAtIdentity> logger)
{
    /// <param name="ids">At most a page's worth, which is as many as Identity takes.</param>
    public async Task<IReadOnlyDictionary<Guid, string>> FindNamesAsync(
        Guid[] ids, string authorization, CancellationToken cancellationToken)
    {
        if (ids.Length == 0 || await AskAsync(ids, authorization, cancellationToken) is not { } people)
        {
            return new Dictionary<Guid, string>();
        }

        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO people (user_id, username, display_name, version)
            SELECT user_id, username, display_name, 0
            FROM unnest(
                {people.Select(person => person.Id).ToArray()},
                {people.Select(person => person.Username).ToArray()},
                {people.Select(person => person.DisplayName).ToArray()}) AS asked (user_id, username, display_name)
            ON CONFLICT DO NOTHING
            """, cancellationToken);
        return people.ToDictionary(person => person.Id, person => person.Username);
    }

    private async Task<IReadOnlyList<Profile>?> AskAsync(
        Guid[] ids, string authorization, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"api/identity/users?ids={string.Join(',', ids)}");
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
            using var response = await identity.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<Profiles>(cancellationToken))?.Items;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NotTold(logger, ids.Length, e.Message);
            return null;
        }
    }

    private sealed record Profiles(IReadOnlyList<Profile> Items);

    private sealed record Profile(Guid Id, string Username, string DisplayName);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Identity did not tell {Count} names: {Reason}")]
        public static partial void NotTold(ILogger logger, int count, string reason);
    }
}
