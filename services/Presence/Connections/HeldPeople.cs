using Microsoft.Extensions.Options;
using OneVOne.Presence.Status;

namespace OneVOne.Presence.Connections;

/// <summary>
/// Whom this replica has connections of: the truth of which the register keeps a copy. Memory is changed and the command
/// sent under one lock, so the register sees changes in the order in which they happened. Whatever goes wrong with Redis
/// only makes the copy stale; <see cref="LeaseKeeper"/> then writes all of it again under a new lease.
/// </summary>
internal sealed partial class HeldPeople(
    PresenceRegister register,
    AnnouncementQueue announcements,
    IHostApplicationLifetime lifetime,
    IOptions<PresenceOptions> options,
    TimeProvider time,
    ILogger<HeldPeople> logger)
{
    private readonly PresenceOptions options = options.Value;
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Dictionary<string, bool>> people = [];

    // Those whose going Redis may lose while it is on its way to everyone: told again when the copy is written anew.
    private readonly Dictionary<Guid, DateTimeOffset> recentlyLeft = [];
    private string lease = "";
    private bool isStale = true;

    /// <summary>The lease under which all of it stands in Redis; null while it must be written again.</summary>
    public string? CurrentLease
    {
        get
        {
            lock (gate)
            {
                return isStale ? null : lease;
            }
        }
    }

    public bool Has(Guid userId)
    {
        lock (gate)
        {
            return people.ContainsKey(userId);
        }
    }

    /// <summary>Everyone's connections, as of now.</summary>
    public IReadOnlyList<(Guid UserId, string[] ConnectionIds)> Connections()
    {
        lock (gate)
        {
            return [.. people.Select(person => (person.Key, person.Value.Keys.ToArray()))];
        }
    }

    /// <summary>A device connected. Never fails: without Redis it counts as soon as Redis is back.</summary>
    public Task EnterAsync(Guid userId, string connectionId)
    {
        PresenceTelemetry.Connections.Add(1);
        return ChangeAsync(userId, devices => devices[connectionId] = true);
    }

    /// <summary>A device says whether someone is at it.</summary>
    public Task SetActivityAsync(Guid userId, string connectionId, bool isActive) =>
        ChangeAsync(userId, devices =>
        {
            if (devices.ContainsKey(connectionId))
            {
                devices[connectionId] = isActive;
            }
        });

    /// <summary>A device went. Never fails either.</summary>
    public async Task LeaveAsync(Guid userId, string connectionId)
    {
        PresenceTelemetry.Connections.Add(-1);
        Task<bool> leaving;
        lock (gate)
        {
            if (!people.TryGetValue(userId, out var devices) || !devices.Remove(connectionId))
            {
                return;
            }

            if (devices.Count > 0)
            {
                leaving = Task.FromResult(true);
            }
            else
            {
                people.Remove(userId);
                recentlyLeft[userId] = time.GetUtcNow();
                // A replica that stops sends its people elsewhere: they get as much time as if it had died.
                var grace = lifetime.ApplicationStopping.IsCancellationRequested ? options.Lease : options.OfflineAfter;
                leaving = isStale ? Task.FromResult(true) : register.LeaveAsync(lease, userId, grace);
            }
        }

        try
        {
            if (!await leaving)
            {
                MarkStale();
            }
        }
        catch (Exception e) when (PresenceRegister.IsAway(e))
        {
            Log.NotWritten(logger, e.Message);
            MarkStale();
        }
    }

    /// <summary>Redis may not have what this replica holds.</summary>
    public void MarkStale()
    {
        lock (gate)
        {
            isStale = true;
        }
    }

    /// <summary>
    /// Writes everything under a new lease, then gives up the old one: nobody goes offline in between. Answers whether
    /// there was an old one; there is none when the replica starts.
    /// </summary>
    public async Task<bool> WriteAgainAsync()
    {
        var fresh = Guid.NewGuid().ToString("N");
        await register.AcquireAsync(fresh);
        PresenceTelemetry.Leases.Add(1);
        string old;
        Guid[] here;
        (Guid UserId, DateTimeOffset At)[] left;
        lock (gate)
        {
            (old, lease, isStale) = (lease, fresh, false);
            here = [.. people.Keys];
            left = [.. recentlyLeft.Select(entry => (entry.Key, entry.Value))];
        }

        foreach (var batch in here.Chunk(PresenceLimits.RegisterBatch))
        {
            Task<IReadOnlyList<Change>?> holding;
            lock (gate)
            {
                // Who has gone since the list was made has already told the register so; holding them now would be for ever.
                holding = register.HoldAsync(
                    fresh, batch.Where(people.ContainsKey).Select(userId => (userId, IsActive(people[userId]))));
            }

            if (await holding is not { } changes)
            {
                MarkStale();
                return false;
            }

            announcements.Add(changes);
        }

        foreach (var batch in left.Chunk(PresenceLimits.RegisterBatch))
        {
            await register.LeftAsync(batch);
        }

        if (old.Length > 0)
        {
            await register.ReleaseAsync(old, options.OfflineAfter);
        }

        Log.Written(logger, here.Length);
        return old.Length > 0;
    }

    /// <summary>Forgets those whose going must have reached everyone by now.</summary>
    public void ForgetLongGone()
    {
        var oldest = time.GetUtcNow() - options.OfflineAfter - options.AnnounceWithin - options.Lease;
        lock (gate)
        {
            if (!isStale && recentlyLeft.Count > 0)
            {
                foreach (var userId in recentlyLeft.Where(left => left.Value < oldest).Select(left => left.Key).ToArray())
                {
                    recentlyLeft.Remove(userId);
                }
            }
        }
    }

    private async Task ChangeAsync(Guid userId, Action<Dictionary<string, bool>> change)
    {
        Task<IReadOnlyList<Change>?> holding;
        lock (gate)
        {
            var isNew = !people.TryGetValue(userId, out var devices);
            devices ??= people[userId] = new(StringComparer.Ordinal);
            var wasActive = IsActive(devices);
            change(devices);
            if (devices.Count == 0)
            {
                // Activity of a connection that went in the meantime.
                people.Remove(userId);
                return;
            }

            recentlyLeft.Remove(userId);
            if (isStale || (!isNew && wasActive == IsActive(devices)))
            {
                return;
            }

            holding = register.HoldAsync(lease, [(userId, IsActive(devices))]);
        }

        try
        {
            if (await holding is { } changes)
            {
                announcements.Add(changes);
            }
            else
            {
                MarkStale();
            }
        }
        catch (Exception e) when (PresenceRegister.IsAway(e))
        {
            Log.NotWritten(logger, e.Message);
            MarkStale();
        }
    }

    private static bool IsActive(Dictionary<string, bool> devices) => devices.ContainsValue(true);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis did not take a change of presence and will get all of it again: {Reason}")]
        public static partial void NotWritten(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "A new lease holds {Count} people")]
        public static partial void Written(ILogger logger, int count);
    }
}
