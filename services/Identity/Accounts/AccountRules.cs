using System.Text.RegularExpressions;
using OneVOne.Identity.Passwords;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Accounts;

/// <summary>Which names, addresses and passwords an account may have.</summary>
internal sealed partial class AccountRules(PasswordRules passwords)
{
    /// <param name="body">What is asked for.</param>
    /// <param name="isOperator">Whoever configures the system may take a name that is kept for it.</param>
    public Problem? Check(RegisterAccount body, bool isOperator = false)
    {
        var errors = new Dictionary<string, string[]>();
        Add("username", CheckUsername(body.Username, isOperator));
        Add("email", CheckEmail(body.Email));
        Add("password", passwords.Check(body.Password, body.Username, body.Email));
        return errors.Count == 0 ? null : Problem.Invalid(errors);

        void Add(string field, string? error)
        {
            if (error is not null)
            {
                errors[field] = [error];
            }
        }
    }

    private static string? CheckUsername(string username, bool isOperator) =>
        !Username().IsMatch(username)
            ? $"{IdentityLimits.MinUsernameLength} to {IdentityLimits.MaxUsernameLength} letters (A to Z), digits, dots, hyphens "
                + "and underscores, a letter or digit first."
            : !isOperator && ReservedNames.Include(username) ? "This name is kept for the system; choose another."
            : null;

    public static string? CheckEmail(string email) =>
        email.Length > IdentityLimits.MaxEmailLength || !Email().IsMatch(email)
            ? "An e-mail address such as ann@example.org."
            : null;

    // \z, not $: the latter lets a line feed follow.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]{2,19}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Username();

    // Only what no address can lack; whether it exists, a message to it will tell. No white space or control
    // characters, and none of the brackets and separators by which one header would hold two addresses.
    [GeneratedRegex(@"^[^\s\p{C}@<>()\[\],;:\\""]+@[^\s\p{C}@<>()\[\],;:\\"".]+(\.[^\s\p{C}@<>()\[\],;:\\"".]+)+\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Email();
}
