namespace OneVOne.Identity.Audit;

/// <summary>The kinds of <see cref="AuditEvent"/>, as clients see them.</summary>
internal static class AuditTypes
{
    public const string Registered = "account.registered";
    public const string LoggedIn = "session.started";
    public const string LogInFailed = "session.refused";
    public const string SessionEnded = "session.ended";
    public const string TwoFactorEnabled = "two_factor.enabled";
    public const string TwoFactorDisabled = "two_factor.disabled";
    public const string RecoveryCodesRenewed = "two_factor.recovery_codes_renewed";
    public const string RecoveryCodeUsed = "two_factor.recovery_code_used";
    public const string PasskeyAdded = "passkey.added";
    public const string PasskeyRemoved = "passkey.removed";
    public const string AccountSuspended = "account.suspended";
    public const string AccountUnsuspended = "account.unsuspended";
    public const string RoleChanged = "account.role_changed";
    public const string SessionsEndedByOperator = "account.sessions_ended";
    public const string ExportRequested = "export.requested";
    public const string ExportDownloaded = "export.downloaded";
    public const string DeletionRequested = "deletion.requested";
    public const string DeletionTakenBack = "deletion.taken_back";
    public const string Deleted = "account.deleted";
    public const string GuestUpgraded = "account.upgraded";
    public const string EmailVerified = "email.verified";
    public const string EmailChangeAsked = "email.change_asked";
    public const string EmailChanged = "email.changed";
    public const string EmailChangeUndone = "email.change_undone";
    public const string PasswordForgotten = "password.forgotten";
    public const string PasswordReset = "password.reset";
    public const string PasswordChanged = "password.changed";
}
