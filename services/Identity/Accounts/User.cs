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

    /// <summary>What the person says about themself.</summary>
    public string Bio { get; private set; } = "";

    /// <summary>The uploaded picture; null for the generated one.</summary>
    public Guid? AvatarId { get; private set; }

    /// <summary>When the account goes, if its owner does not take it back before.</summary>
    public DateTimeOffset? DeletionAt { get; private set; }

    /// <summary>The user name in the form of <see cref="LookAlikes"/>, unique too.</summary>
    public string LookAlike { get; private set; } = "";

    /// <summary>Has neither address nor password yet; its only way in is the session that made it.</summary>
    public bool IsGuest { get; private set; }

    /// <summary>The address that is to replace <c>Email</c> once its owner has confirmed it.</summary>
    public string? PendingEmail { get; private set; }

    public static User Register(string username, string email, string passwordHash, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserName = username,
        NormalizedUserName = Normalize(username),
        LookAlike = LookAlikes.Of(username),
        Email = email,
        NormalizedEmail = Normalize(email),
        PasswordHash = passwordHash,
        SecurityStamp = NewStamp(),
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

    /// <summary>Takes a new name or text, null leaving what is there; false when nothing is different afterwards.</summary>
    public bool Present(string? displayName, string? bio)
    {
        var (oldName, oldBio) = (DisplayName, Bio);
        (DisplayName, Bio) = (displayName ?? oldName, bio ?? oldBio);
        return (DisplayName, Bio) != (oldName, oldBio) && Advance();
    }

    /// <summary>Takes another picture, or with null the generated one; false when there was none to take away.</summary>
    public bool ShowPicture(Guid? avatarId)
    {
        var old = AvatarId;
        AvatarId = avatarId;
        return avatarId != old && Advance();
    }

    public static User AsGuest(string username, string displayName, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserName = username,
        NormalizedUserName = Normalize(username),
        LookAlike = LookAlikes.Of(username),
        SecurityStamp = NewStamp(),
        DisplayName = displayName,
        CreatedAt = now,
        Version = 1,
        IsGuest = true,
    };

    /// <summary>A guest takes a full account. A display name of their own choice stays.</summary>
    public void Upgrade(string username, string email, string passwordHash)
    {
        DisplayName = DisplayName == UserName ? username : DisplayName;
        UserName = username;
        NormalizedUserName = Normalize(username);
        LookAlike = LookAlikes.Of(username);
        Email = email;
        NormalizedEmail = Normalize(email);
        PasswordHash = passwordHash;
        SecurityStamp = NewStamp();
        IsGuest = false;
        Version++;
    }

    /// <summary>Renewed with each change after which a log-in that was checked before it must not go on.</summary>
    public static string NewStamp() => Guid.NewGuid().ToString("N");

    /// <summary>The form in which names and addresses are compared: without regard to case.</summary>
    public static string Normalize(string text) => text.ToUpperInvariant();

    private bool Advance()
    {
        Version++;
        return true;
    }
}
