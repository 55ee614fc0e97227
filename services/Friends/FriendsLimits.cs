namespace OneVOne.Friends;

/// <summary>Every number of the service.</summary>
internal static class FriendsLimits
{
    /// <summary>As long as a user name of Identity can be.</summary>
    public const int UsernameMaxLength = 20;
}
