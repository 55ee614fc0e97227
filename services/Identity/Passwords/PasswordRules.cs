using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace OneVOne.Identity.Passwords;

/// <summary>
/// Which passwords may be chosen: long enough, not too long, and not among those that are guessed first. Nothing is asked of
/// their composition, and they are taken as they came: no trimming, cutting or normalising (ASVS 6.2.5, 6.2.8).
/// </summary>
internal sealed class PasswordRules(IOptions<PasswordRulesOptions> options)
{
    private const string ServiceName = "onevone";

    private readonly FrozenSet<string> blocked = options.Value.BlockList is { Length: > 0 } file
        ? File.ReadLines(file).Select(line => line.Trim()).ToFrozenSet(StringComparer.OrdinalIgnoreCase)
        : [];

    /// <returns>What to tell the person; null when the password is good.</returns>
    public string? Check(string password, string? username, string? email)
    {
        if (password.EnumerateRunes().Count() is < IdentityLimits.MinPasswordLength or > IdentityLimits.MaxPasswordLength)
        {
            return $"{IdentityLimits.MinPasswordLength} to {IdentityLimits.MaxPasswordLength} characters, any of them.";
        }

        if (blocked.Contains(password) || CommonPasswords.Include(password))
        {
            return "Many people use this password or one like it, so it is guessed first. Three or four words of your own are better.";
        }

        return IsMostly(password, ServiceName) || IsMostly(password, username) || IsMostly(password, email?.Split('@')[0])
            ? "This is little more than your name, your address or the name of this place. Three or four words are better."
            : null;
    }

    /// <summary>Whether too little is left to guess once the part that everybody knows is taken away (ASVS 6.2.11).</summary>
    private static bool IsMostly(string password, string? known) =>
        known is { Length: >= IdentityLimits.MinUsernameLength }
        && password.Replace(known, "", StringComparison.OrdinalIgnoreCase) is var rest
        && rest.Length < password.Length && rest.Length < IdentityLimits.MinPasswordLength - 2;
}

/// <summary>Which passwords may not be chosen; section <c>Identity:Passwords</c>.</summary>
public sealed class PasswordRulesOptions
{
    /// <summary>A file with further passwords to refuse, one a line, such as a list of breached ones; none by default.</summary>
    public string BlockList { get; set; } = "";

    internal bool IsUsable => BlockList.Length == 0 || File.Exists(BlockList);
}
