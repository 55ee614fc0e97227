using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>
/// The sessions that ended while access tokens of them are still within their time, so that a token is checked offline and
/// yet refused within a second of its session's end. Held in memory only as long as such a token could come.
/// See docs/decisions/revocation-by-list-and-channel.md.
/// </summary>
public sealed class EndedSessions(IOptions<AccessTokenOptions> options, TimeProvider time)
{
    /// <summary>How long a token waits for the first list after a start before it is answered with 503.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<Guid, EndedSession> sessions = new();
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A session was heard of for the first time. Raised after <see cref="Find"/> knows it; must not block.</summary>
    public event Action<EndedSession>? Ended;

    public EndedSession? Find(Guid sessionId) => sessions.GetValueOrDefault(sessionId);

    /// <summary>Whether the list has been read since the start; until then nobody can say that a token is good.</summary>
    internal async ValueTask<bool> IsLoadedAsync(CancellationToken cancellationToken)
    {
        if (loaded.Task.IsCompleted)
        {
            return true;
        }

        try
        {
            await loaded.Task.WaitAsync(Patience, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>The list has been read: from now on a session that is not known here still runs.</summary>
    public void MarkLoaded() => loaded.TrySetResult();

    /// <summary>Takes what was heard, by whichever way and however often.</summary>
    public void Add(IEnumerable<EndedSession> ended)
    {
        foreach (var session in ended)
        {
            if (sessions.TryAdd(session.SessionId, session))
            {
                Ended?.Invoke(session);
            }
        }
    }

    /// <summary>Drops those whose last token has expired on any clock that is within the skew.</summary>
    internal void Forget()
    {
        var past = time.GetUtcNow() - options.Value.ClockSkew;
        foreach (var (sessionId, session) in sessions)
        {
            if (session.Until < past)
            {
                sessions.TryRemove(sessionId, out _);
            }
        }
    }
}
