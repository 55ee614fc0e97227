namespace OneVOne.Friends;

/// <summary>Every number of the service that is not a setting.</summary>
internal static class FriendsLimits
{
    /// <summary>As long as a user name of Identity can be.</summary>
    public const int UsernameMaxLength = 20;

    /// <summary>What may be written with a request.</summary>
    public const int NoteMaxLength = 200;

    /// <summary>The beginning of a name to search friends by.</summary>
    public const int QueryMaxLength = 50;

    /// <summary>
    /// Suggestions are drawn from so many of a person's newest friends and of each of those from so many of their newest:
    /// a page costs no more for people with 1,000 friends than for those with these.
    /// </summary>
    public const int SuggestingFriends = 100;

    /// <inheritdoc cref="SuggestingFriends"/>
    public const int SuggestedByEach = 200;

    /// <summary>Of how many suggestions it is looked up, for one page, whether they may be made.</summary>
    public const int SuggestionsRanked = 1_000;

    /// <summary>The most rows of one page of an export; also its size when nothing is said.</summary>
    public const int ExportPage = 5_000;
}
