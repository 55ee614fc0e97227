namespace OneVOne.ServiceDefaults.Acquaintances;

/// <summary>Two people, as the asking service names them; which of them comes first means nothing to Chat.</summary>
public readonly record struct TwoPeople(Guid One, Guid Other);

/// <summary>
/// What <c>POST /internal/shared-conversations</c> of Chat takes, and what it answers: those of the pairs, as they were
/// named, who share a conversation that is not public.
/// </summary>
public sealed record PairsOfPeople(IReadOnlyList<TwoPeople> Pairs)
{
    /// <summary>As many as Chat tells of at once.</summary>
    public const int MaxAtOnce = 1000;
}
