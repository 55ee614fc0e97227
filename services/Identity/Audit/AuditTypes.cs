namespace OneVOne.Identity.Audit;

/// <summary>The kinds of <see cref="AuditEvent"/>, as clients see them.</summary>
internal static class AuditTypes
{
    public const string Registered = "account.registered";
    public const string LoggedIn = "session.started";
    public const string LogInFailed = "session.refused";
    public const string SessionEnded = "session.ended";
}
