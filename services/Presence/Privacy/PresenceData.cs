using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Presence.Choosing;
using OneVOne.Presence.Connections;
using OneVOne.Presence.Data;
using OneVOne.Presence.Status;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.Privacy;

namespace OneVOne.Presence.Privacy;

/// <summary>All that this service keeps of a person. Who is connected, and what is played, is not kept.</summary>
internal sealed class PresenceData(
    PresenceDbContext database,
    NpgsqlDataSource dataSource,
    PresenceRegister register,
    AnnouncementQueue announcements,
    ChosenStatusTeller teller,
    AfterCommit afterCommit) : IPersonalData
{
    public IEnumerable<PersonalDataFile> Files(Guid userId) =>
    [
        PersonalDataFile.Of("presence.json", dataSource,
            """
            SELECT c.status, c.text, c.emoji, c.until, s.seen_at AS "lastSeenAt"
            FROM (SELECT $1::uuid AS id) person
            LEFT JOIN chosen_statuses c ON c.user_id = person.id
            LEFT JOIN last_seen s ON s.user_id = person.id
            WHERE c.user_id IS NOT NULL OR s.user_id IS NOT NULL
            """,
            userId),
    ];

    /// <summary>
    /// To everyone else the person is offline from then on. What stays is the id, marked as invisible: devices that are still
    /// connected end a moment later, and that must not be kept as last seen again.
    /// </summary>
    public async Task EraseAsync(Guid userId, DateTimeOffset deletedAt, CancellationToken cancellationToken)
    {
        await database.Database.ExecuteSqlAsync(
            $"""
            WITH erased AS (DELETE FROM last_seen WHERE user_id = {userId})
            INSERT INTO chosen_statuses (user_id, status, tell_at) VALUES ({userId}, 'invisible', clock_timestamp())
            ON CONFLICT (user_id) DO UPDATE
            SET status = excluded.status, text = NULL, emoji = NULL, until = NULL, tell_at = excluded.tell_at
            """,
            cancellationToken);
        // If this is lost in a crash, the sweep tells, and the game ends with its time.
        afterCommit.Do(async token =>
        {
            announcements.Add(await register.PlayAsync(userId, "", TimeSpan.Zero) ?? []);
            await teller.TellAsync([userId], token);
        });
    }
}
