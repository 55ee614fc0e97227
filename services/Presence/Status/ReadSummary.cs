using Npgsql;
using OneVOne.Presence.Connections;

namespace OneVOne.Presence.Status;

/// <summary>
/// Who is on the site: how many, and some of them whom the caller may see, friends first. A glance and no list, so it costs the
/// same however many there are: beyond friends it looks at a sample, which on a small site is everyone.
/// </summary>
internal sealed class ReadSummary(
    SiteCount count, PresenceRegister register, StatusReader reader, NpgsqlDataSource database)
{
    public async Task<SiteSummary> ExecuteAsync(Guid me, int limit, CancellationToken cancellationToken)
    {
        var friends = (await PersonFactsTable.ReadFriendsAsync(database, [me], cancellationToken)).GetValueOrDefault(me, []);
        var sights = await reader.ReadAsync(me, [.. friends, .. await SampleAsync()], cancellationToken);
        return new SiteSummary(
            count.Current.Online,
            [.. sights.Select(sight => sight.Status).Where(status => status.UserId != me && status.Status != Availability.Offline)
                .Take(limit)]);
    }

    // Without Redis only friends whom this replica holds are known.
    private async Task<IReadOnlyList<Guid>> SampleAsync()
    {
        try
        {
            return await register.SampleAsync(PresenceLimits.SummarySample);
        }
        catch (Exception e) when (PresenceRegister.IsAway(e))
        {
            return [];
        }
    }
}

/// <param name="Online">How many people are on the site; who is invisible is not counted.</param>
/// <param name="Items">Some of them whom the caller may see.</param>
public sealed record SiteSummary(long Online, IReadOnlyList<PersonStatus> Items);
