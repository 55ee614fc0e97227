using Microsoft.AspNetCore.Identity;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Accounts;

/// <summary>
/// A person's account. Derives from ASP.NET Core Identity's user, so that its stores and token providers can work on the
/// same row; docs/decisions/identity-on-aspnet-core-identity.md says which parts of it are used.
/// </summary>
internal sealed class User : IdentityUser<Guid>
{
    private User()
    {
    }

    /// <summary>The name to show; the user name until the person changes it.</summary>
    public string DisplayName { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Of the profile, rising with each change; receivers of events keep the highest.</summary>
    public long Version { get; private set; }

    public Role Role { get; private set; }

    /// <summary>Shut out until then; <see cref="DateTimeOffset.MaxValue"/> has no end.</summary>
    public DateTimeOffset? SuspendedUntil { get; private set; }

    public string? SuspensionReason { get; private set; }

    public static User Register(string username, string email, string passwordHash, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserName = username,
        NormalizedUserName = Normalize(username),
        Email = email,
        NormalizedEmail = Normalize(email),
        PasswordHash = passwordHash,
        SecurityStamp = Guid.NewGuid().ToString("N"),
        DisplayName = username,
        CreatedAt = now,
        Version = 1,
    };

    /// <summary>Before the account is saved; later only by the statement in <c>Operators</c>.</summary>
    public User With(Role role)
    {
        Role = role;
        return this;
    }

    /// <summary>The form in which names and addresses are compared: without regard to case.</summary>
    public static string Normalize(string text) => text.ToUpperInvariant();
}
