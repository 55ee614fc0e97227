using System.ComponentModel.DataAnnotations;

namespace OneVOne.Friends.Friendships;

/// <summary>Section <c>Friends:Friendships</c>.</summary>
public sealed class FriendshipOptions
{
    /// <summary>
    /// How many friends a person may have. What reads all friends of a person, such as the list by name, costs in proportion.
    /// </summary>
    [Range(1, 100_000)]
    public int Max { get; set; } = 1_000;
}
