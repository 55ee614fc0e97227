using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Accounts;

/// <summary>What the unique indexes of accounts refuse; see docs/decisions/registration-tells-of-taken-addresses.md.</summary>
internal static class RegistrationProblems
{
    public static readonly Problem UsernameTaken = Problem.Conflict(
        "account.username_taken", "Somebody has this user name, or one that looks the same; choose another.");

    public static readonly Problem EmailTaken =
        Problem.Conflict("account.email_taken", "There is an account with this e-mail address; log in instead.");

    /// <summary>The problem of a violation; null when it is about something else.</summary>
    public static Problem? Of(Exception exception) =>
        (exception is DbUpdateException ? exception.InnerException : exception) is PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation,
        } violation
            ? violation.ConstraintName switch
            {
                UserConfiguration.UsernameIndex or UserConfiguration.LookAlikeIndex => UsernameTaken,
                UserConfiguration.EmailIndex => EmailTaken,
                _ => null,
            }
            : null;
}
