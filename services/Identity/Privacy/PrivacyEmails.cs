using OneVOne.Identity.Email;

namespace OneVOne.Identity.Privacy;

/// <summary>What a person is told about their data by mail. No links: none of these asks for a click.</summary>
internal static class PrivacyEmails
{
    public static OutgoingEmail ExportReady(string recipient, DateTimeOffset expiresAt) => new()
    {
        Recipient = recipient,
        Subject = "Your data is ready",
        Body =
            $"""
            The copy of your data that you asked for is ready. Log in and download it in the settings, under privacy, until
            {expiresAt:d MMMM yyyy}; then it is removed.

            If you did not ask for it, change your password and end your other sessions: somebody else is using your account.
            """,
    };

    public static OutgoingEmail DeletionRequested(string recipient, DateTimeOffset deletionAt) => new()
    {
        Recipient = recipient,
        Subject = "Your account will be deleted",
        Body =
            $"""
            Your account will be deleted on {deletionAt:d MMMM yyyy} at {deletionAt:HH:mm} UTC, and you have been logged out
            everywhere. Until then you can log in and take it back; afterwards nobody can.

            If you did not ask for it, log in, take it back, and change your password: somebody else is using your account.
            """,
    };

    public static OutgoingEmail DeletionTakenBack(string recipient) => new()
    {
        Recipient = recipient,
        Subject = "Your account stays",
        Body =
            """
            The deletion of your account was taken back. Everything is as it was.

            If it was not you, change your password: somebody else is using your account.
            """,
    };
}
