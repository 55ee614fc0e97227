using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.People;

namespace OneVOne.Identity.Accounts;

/// <summary>What a person sees of their own account.</summary>
public sealed record OwnProfile(
    Guid Id,
    string Username,
    string DisplayName,
    string? Email,
    bool EmailVerified,
    Role Role,
    DateTimeOffset CreatedAt,
    bool TwoFactorEnabled,
    string Bio,
    string AvatarUrl,
    DateTimeOffset? DeletionAt,
    string? PendingEmail,
    bool IsGuest)
{
    internal static OwnProfile Of(User user) =>
        new(
            user.Id,
            user.UserName!,
            user.DisplayName,
            user.Email,
            user.EmailConfirmed,
            user.Role,
            user.CreatedAt,
            user.TwoFactorEnabled,
            user.Bio,
            AvatarUrls.Of(user.Id, user.AvatarId),
            user.DeletionAt,
            user.PendingEmail,
            user.IsGuest);
}
