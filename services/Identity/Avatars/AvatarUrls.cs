namespace OneVOne.Identity.Avatars;

/// <summary>Where a person's picture is, as a path that every client can put behind the address it knows.</summary>
internal static class AvatarUrls
{
    public static string Of(Guid userId, Guid? avatarId) =>
        avatarId is { } id ? $"/api/identity/avatars/{id}" : $"/api/identity/avatars/default/{userId}";
}
