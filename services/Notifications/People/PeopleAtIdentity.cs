using Microsoft.EntityFrameworkCore;
using OneVOne.Notifications.Data;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Notifications.People;

/// <summary>
/// Asks Identity for people whose <c>UserRegistered</c> has not come yet, with the caller's own token, and remembers the
/// answer. Whatever goes wrong, a list is shown without a name rather than not at all.
/// </summary>
internal sealed class PeopleAtIdentity(FactOwners owners, NotificationsDbContext db)
{
    private static readonly Problem NotFound = Problem.NotFound("user.not_found", "There are no such users.");

    /// <param name="ids">At most a page's worth, which is as many as Identity takes.</param>
    public async Task<IReadOnlyDictionary<Guid, string>> FindNamesAsync(
        Guid[] ids, string authorization, CancellationToken cancellationToken)
    {
        if (ids.Length == 0)
        {
            return new Dictionary<Guid, string>();
        }

        var answer = await owners.AskAsync<Profiles>(
            "identity", $"api/identity/users?ids={string.Join(',', ids)}", authorization, NotFound, cancellationToken);
        if (answer.Problem is not null)
        {
            return new Dictionary<Guid, string>();
        }

        var people = answer.Value.Items;

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

    private sealed record Profiles(IReadOnlyList<Profile> Items);

    private sealed record Profile(Guid Id, string Username, string DisplayName);
}
