using System.Text.RegularExpressions;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Accounts;

/// <summary>Which names, addresses and passwords an account may have.</summary>
internal static partial class AccountRules
{
    public static Problem? Check(RegisterAccount body)
    {
        var errors = new Dictionary<string, string[]>();
        if (!Username().IsMatch(body.Username))
        {
            errors["username"] =
            [
                $"{IdentityLimits.MinUsernameLength} to {IdentityLimits.MaxUsernameLength} letters (A to Z), digits, dots, hyphens "
                + "and underscores, a letter or digit first.",
            ];
        }

        if (body.Email.Length > IdentityLimits.MaxEmailLength || !Email().IsMatch(body.Email))
        {
            errors["email"] = ["An e-mail address such as ann@example.org."];
        }

        if (body.Password.EnumerateRunes().Count() is < IdentityLimits.MinPasswordLength or > IdentityLimits.MaxPasswordLength)
        {
            errors["password"] =
            [
                $"{IdentityLimits.MinPasswordLength} to {IdentityLimits.MaxPasswordLength} characters, any of them.",
            ];
        }

        return errors.Count == 0 ? null : Problem.Invalid(errors);
    }

    // \z, not $: the latter lets a line feed follow.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]{2,19}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Username();

    // Only what no address can lack; whether it exists, a message to it will tell. No white space or control
    // characters, and none of the brackets and separators by which one header would hold two addresses.
    [GeneratedRegex(@"^[^\s\p{C}@<>()\[\],;:\\""]+@[^\s\p{C}@<>()\[\],;:\\"".]+(\.[^\s\p{C}@<>()\[\],;:\\"".]+)+\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Email();
}
