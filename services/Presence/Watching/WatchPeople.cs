using OneVOne.Presence.Status;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Presence.Watching;

/// <summary>The hub's <c>Watch</c>: how things stand now, and from here on.</summary>
internal sealed class WatchPeople(StatusReader reader, Watches watches, WatchFeed feed)
{
    public async Task<Outcome<StatusList>> ExecuteAsync(
        Guid me, string connectionId, IReadOnlyList<Guid> userIds, CancellationToken cancellationToken)
    {
        if (userIds.Count > PresenceLimits.MaxWatched)
        {
            return Problem.Invalid("userIds", $"At most {PresenceLimits.MaxWatched} ids at a time.");
        }

        // Before reading: what changes in between is told, at worst a second time. Who may not be seen now is watched too, as
        // that can change.
        watches.Add(connectionId, me, userIds.Where(userId => userId != me));
        var sights = await reader.ReadAsync(me, userIds, cancellationToken);
        var lookedAt = watches.Answer(connectionId, sights.Select(sight => sight.Status));
        // Friends are told without asking.
        watches.Remove(connectionId, sights.Where(sight => sight.AreFriends).Select(sight => sight.Status.UserId));
        if (cancellationToken.IsCancellationRequested)
        {
            // It went in between, and what noted its going may have come too early.
            watches.Forget(connectionId);
        }

        // Who was shut out after the reading and before the answer must not look at somebody for as long as nothing else happens.
        feed.LookAt(lookedAt);
        return new StatusList([.. sights.Select(sight => sight.Status)]);
    }
}
