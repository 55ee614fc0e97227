namespace OneVOne.Identity.Sessions;

/// <summary>Why a session ended before its time, as its row and the closing of its connections say it.</summary>
internal static class SessionEnd
{
    public const string LoggedOut = "logged_out";
    public const string Revoked = "revoked";
    public const string TooMany = "too_many";
    public const string RefreshReplayed = "refresh_replayed";
    public const string PasswordChanged = "password_changed";
    public const string SecondFactorChanged = "second_factor_changed";
    public const string EmailChanged = "email_changed";
    public const string RoleChanged = "role_changed";
    public const string Suspended = "suspended";
    public const string AccountDeleted = "account_deleted";
}
