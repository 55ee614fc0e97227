using OneVOne.Contracts.Friends;

namespace OneVOne.Friends.Privacy;

/// <summary>Who may do what to a person; see <see cref="Audience"/>.</summary>
internal sealed record PrivacySettings(
    Audience FriendRequests, Audience DirectMessages, Audience GroupInvites, Audience GameInvites, Audience Presence)
{
    /// <summary>Of who never chose; the other services know them by heart too, as no event tells them.</summary>
    public static readonly PrivacySettings Default =
        new(Audience.Everyone, Audience.Friends, Audience.Friends, Audience.Friends, Audience.Friends);
}
