using OneVOne.Presence.Status;

namespace OneVOne.Presence.Watching;

/// <summary>
/// Whom this replica's connections want to hear of, friends not counted, and what each was last told. In memory only: it ends
/// with the connection, and a killed replica leaves nothing behind.
/// </summary>
internal sealed class Watches
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Watcher> byConnection = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, HashSet<string>> byPerson = [];

    /// <summary>Everyone who is watched.</summary>
    public IReadOnlyList<Guid> People
    {
        get
        {
            lock (gate)
            {
                return [.. byPerson.Keys];
            }
        }
    }

    /// <summary>
    /// From now on the connection hears of them, and it is about to be answered how they are: see <see cref="Answer"/>. Those it
    /// asked of longest ago make room.
    /// </summary>
    public void Add(string connectionId, Guid viewerId, IEnumerable<Guid> userIds)
    {
        lock (gate)
        {
            if (!byConnection.TryGetValue(connectionId, out var watcher))
            {
                byConnection[connectionId] = watcher = new Watcher(viewerId);
            }

            watcher.LookedAt = [];
            foreach (var userId in userIds)
            {
                if (watcher.Told.TryAdd(userId, ""))
                {
                    watcher.InTurn.AddLast(userId);
                    (byPerson.TryGetValue(userId, out var watchers) ? watchers : byPerson[userId] = new(StringComparer.Ordinal))
                        .Add(connectionId);
                }
            }

            while (watcher.Told.Count > PresenceLimits.MaxWatchedByConnection)
            {
                Remove(connectionId, watcher, watcher.InTurn.First!.Value);
            }
        }
    }

    /// <summary>
    /// Notes what the connection is answered. Returns those whom <see cref="IsNews"/> was asked about since
    /// <see cref="Add"/>: what was read for the answer may be older than that, and the answer takes it back.
    /// </summary>
    public IReadOnlyCollection<Guid> Answer(string connectionId, IEnumerable<PersonStatus> statuses)
    {
        lock (gate)
        {
            if (!byConnection.TryGetValue(connectionId, out var watcher))
            {
                return [];
            }

            foreach (var status in statuses.Where(status => watcher.Told.ContainsKey(status.UserId)))
            {
                watcher.Told[status.UserId] = status.Digest;
            }

            var lookedAt = watcher.LookedAt ?? [];
            watcher.LookedAt = null;
            return lookedAt;
        }
    }

    /// <summary>The connection hears of these in another way.</summary>
    public void Remove(string connectionId, IEnumerable<Guid> userIds)
    {
        lock (gate)
        {
            if (byConnection.TryGetValue(connectionId, out var watcher))
            {
                foreach (var userId in userIds)
                {
                    Remove(connectionId, watcher, userId);
                }
            }
        }
    }

    public void Forget(string connectionId)
    {
        lock (gate)
        {
            if (byConnection.Remove(connectionId, out var watcher))
            {
                foreach (var userId in watcher.Told.Keys.ToArray())
                {
                    Remove(connectionId, watcher, userId);
                }
            }
        }
    }

    /// <summary>Who watches these people.</summary>
    public IReadOnlyList<Watch> Of(IEnumerable<Guid> userIds)
    {
        lock (gate)
        {
            return [.. userIds.Where(byPerson.ContainsKey).SelectMany(userId => byPerson[userId].Select(
                connectionId => new Watch(connectionId, byConnection[connectionId].ViewerId, userId)))];
        }
    }

    /// <summary>Notes what a connection is told; false when that is what it was told last, or it no longer listens.</summary>
    public bool IsNews(string connectionId, PersonStatus status)
    {
        lock (gate)
        {
            if (!byConnection.TryGetValue(connectionId, out var watcher)
                || !watcher.Told.TryGetValue(status.UserId, out var last))
            {
                return false;
            }

            watcher.LookedAt?.Add(status.UserId);
            if (last == status.Digest)
            {
                return false;
            }

            watcher.Told[status.UserId] = status.Digest;
            return true;
        }
    }

    private void Remove(string connectionId, Watcher watcher, Guid userId)
    {
        if (!watcher.Told.Remove(userId))
        {
            return;
        }

        watcher.InTurn.Remove(userId);
        var watchers = byPerson[userId];
        watchers.Remove(connectionId);
        if (watchers.Count == 0)
        {
            byPerson.Remove(userId);
        }
    }

    private sealed record Watcher(Guid ViewerId)
    {
        public Dictionary<Guid, string> Told { get; } = [];

        public LinkedList<Guid> InTurn { get; } = [];

        // Only while the connection waits for an answer. It makes one call at a time.
        public HashSet<Guid>? LookedAt { get; set; }
    }
}

internal sealed record Watch(string ConnectionId, Guid ViewerId, Guid UserId);
