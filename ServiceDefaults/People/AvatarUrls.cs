namespace OneVOne.ServiceDefaults.People;

/// <summary>
/// Where Identity shows a person's picture, as a path that every client can put behind the address it knows: immutable
/// behind an id, generated and changing with the name behind <c>default/</c>.
/// </summary>
public static class AvatarUrls
{
    public static string Of(Guid userId, Guid? avatarId) =>
        avatarId is { } id ? $"/api/identity/avatars/{id}" : $"/api/identity/avatars/default/{userId}";
}
