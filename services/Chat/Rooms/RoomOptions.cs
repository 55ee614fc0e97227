using System.ComponentModel.DataAnnotations;

namespace OneVOne.Chat.Rooms;

/// <summary>Settings of rooms; section <c>Chat:Rooms</c>.</summary>
internal sealed class RoomOptions
{
    /// <summary>How many rooms a person may own who makes one more.</summary>
    [Range(0, 1_000_000)]
    public int MaxOwned { get; set; } = 20;

    /// <summary>How many members a room takes.</summary>
    [Range(1, 10_000_000)]
    public int MaxMembers { get; set; } = 10_000;

    /// <summary>How often it is looked for deleted rooms whose messages are still there.</summary>
    public TimeSpan PurgeInterval { get; set; } = TimeSpan.FromMinutes(1);
}
