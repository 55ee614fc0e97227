using OneVOne.ServiceDefaults.People;

namespace OneVOne.Identity.Users;

/// <summary>What anyone who is logged in may see of a person.</summary>
/// <param name="AvatarUrl">A path; immutable behind an id, generated and changing with the name behind <c>default/</c>.</param>
/// <param name="AvatarId">The uploaded picture; null for the generated one.</param>
/// <param name="Deleted">The account is gone; the names say so.</param>
public sealed record Person(
    Guid Id, string Username, string DisplayName, string Bio, string AvatarUrl, Guid? AvatarId, bool Deleted)
{
    /// <summary>Nobody can be called so: user names have no space.</summary>
    private const string DeletedName = "deleted user";

    internal static Person Of(Guid id, string username, string displayName, string bio, Guid? avatarId) =>
        new(id, username, displayName, bio, AvatarUrls.Of(id, avatarId), avatarId, Deleted: false);

    internal static Person Gone(Guid id) =>
        new(id, DeletedName, DeletedName, "", AvatarUrls.Of(id, avatarId: null), AvatarId: null, Deleted: true);
}
