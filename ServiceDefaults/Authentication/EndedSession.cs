namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>A session that ended before its access tokens did.</summary>
/// <param name="SessionId">The <c>sid</c> of those tokens.</param>
/// <param name="Reason">Why, in one word such as <c>revoked</c>; its clients are told.</param>
/// <param name="Until">When the last of its tokens has expired: from then on this can be forgotten.</param>
public sealed record EndedSession(Guid SessionId, string Reason, DateTimeOffset Until);

/// <summary>A part of the list that Identity keeps at <c>/internal/ended-sessions</c>.</summary>
/// <param name="Items">In the order in which they are to be read; some may come again.</param>
/// <param name="Next">Where the next read goes on, now or later.</param>
/// <param name="More">Whether there is more to read now.</param>
public sealed record EndedSessionsPage(IReadOnlyList<EndedSession> Items, string Next, bool More);

/// <summary>Where that list comes from: over HTTP from Identity, and inside Identity from its database.</summary>
public interface IEndedSessionSource
{
    /// <param name="after"><see cref="EndedSessionsPage.Next"/> of the last read; null for all that still matters.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<EndedSessionsPage> ReadAsync(string? after, CancellationToken cancellationToken);
}
