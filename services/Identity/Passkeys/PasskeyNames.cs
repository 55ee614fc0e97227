using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passkeys;

internal static class PasskeyNames
{
    /// <summary>A short name of one line, as it stands in lists and in mail.</summary>
    public static Problem? Check(string name) =>
        name.Trim().Length is >= 1 and <= IdentityLimits.MaxPasskeyNameLength && !name.Any(char.IsControl)
            ? null
            : Problem.Invalid("name", $"1 to {IdentityLimits.MaxPasskeyNameLength} characters on one line.");
}
