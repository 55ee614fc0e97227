namespace OneVOne.Friends;

/// <summary>Every number of the service.</summary>
internal static class FriendsLimits
{
    /// <summary>As long as a user name of Identity can be.</summary>
    public const int UsernameMaxLength = 20;

    /// <summary>How long a request waits for Identity to tell of a person that no event has told of yet.</summary>
    public static readonly TimeSpan IdentityTimeout = TimeSpan.FromSeconds(2);
}
