namespace OneVOne.ServiceDefaults.People;

/// <summary>A person as others see them. Also the shape in which Identity answers.</summary>
/// <param name="AvatarId">The uploaded picture; null for the generated one.</param>
/// <param name="Deleted">The account is gone; the names are <see cref="DeletedName"/>, for clients to translate.</param>
public sealed record Person(
    Guid Id, string Username, string DisplayName, Guid? AvatarId = null, bool Deleted = false)
{
    /// <summary>Nobody can be called so: user names have no space.</summary>
    public const string DeletedName = "deleted user";

    /// <summary>Where their picture is, uploaded or generated: a path on the gateway.</summary>
    public string AvatarUrl => AvatarUrls.Of(Id, AvatarId);
}
