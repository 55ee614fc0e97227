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
    private readonly Dictionary<Guid, HeldPerson> people = [];

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

    /// <summary>How a person is connected here; null when not at all.</summary>
    public Connected? Find(Guid userId)
    {
        lock (gate)
        {
            return people.TryGetValue(userId, out var person) ? Connected.Read(person.How) : null;
        }
    }

    /// <summary>Everyone's connections, as of now.</summary>
    public IReadOnlyList<(Guid UserId, string[] ConnectionIds)> Connections()
    {
        lock (gate)
        {
            return [.. people.Select(person => (person.Key, person.Value.ConnectionIds.ToArray()))];
        }
    }

    /// <summary>A device connected. Never fails: without Redis it counts as soon as Redis is back.</summary>
    public Task EnterAsync(Guid userId, string connectionId)
    {
        PresenceTelemetry.Connections.Add(1);
        return ChangeAsync(userId, person => person.Enter(connectionId));
    }

    /// <summary>A device says whether someone is at it.</summary>
    public Task SetActivityAsync(Guid userId, string connectionId, bool isActive) =>
        ChangeAsync(userId, person => person.SetActivity(connectionId, isActive));

    /// <summary>A device says what is played on it; empty for nothing any more.</summary>
    public Task PlayAsync(Guid userId, string connectionId, string game) =>
        ChangeAsync(userId, person => person.Play(connectionId, game));

    /// <summary>A device went. Never fails either.</summary>
    public Task LeaveAsync(Guid userId, string connectionId)
    {
        PresenceTelemetry.Connections.Add(-1);
        return ChangeAsync(userId, person => person.Leave(connectionId));
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
                    fresh, batch.Where(people.ContainsKey).Select(userId => (userId, people[userId].How)));
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

    private async Task ChangeAsync(Guid userId, Action<HeldPerson> change)
    {
        Task<bool> sending;
        lock (gate)
        {
            var known = people.TryGetValue(userId, out var person);
            person ??= new HeldPerson();
            var before = person.How;
            change(person);
            sending = (known, person.IsGone) switch
            {
                (false, true) => Task.FromResult(true),
                (true, true) => GoAsync(userId),
                (true, false) when before == person.How => Task.FromResult(true),
                _ => HoldAsync(userId, person),
            };
        }

        try
        {
            if (!await sending)
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

    private Task<bool> HoldAsync(Guid userId, HeldPerson person)
    {
        people[userId] = person;
        recentlyLeft.Remove(userId);
        return isStale ? Task.FromResult(true) : AnnounceAsync(register.HoldAsync(lease, [(userId, person.How)]));
    }

    private Task<bool> GoAsync(Guid userId)
    {
        people.Remove(userId);
        recentlyLeft[userId] = time.GetUtcNow();
        // A replica that stops sends its people elsewhere: they get as much time as if it had died.
        var grace = lifetime.ApplicationStopping.IsCancellationRequested ? options.Lease : options.OfflineAfter;
        return isStale ? Task.FromResult(true) : register.LeaveAsync(lease, userId, grace);
    }

    private async Task<bool> AnnounceAsync(Task<IReadOnlyList<Change>?> holding)
    {
        if (await holding is not { } changes)
        {
            return false;
        }

        announcements.Add(changes);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis did not take a change of presence and will get all of it again: {Reason}")]
        public static partial void NotWritten(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "A new lease holds {Count} people")]
        public static partial void Written(ILogger logger, int count);
    }
}
