using System.ComponentModel.DataAnnotations;

namespace OneVOne.Chat.Receipts;

/// <summary>Settings of read receipts; section <c>Chat:Receipts</c>.</summary>
internal sealed class ReceiptOptions
{
    /// <summary>
    /// Rooms of more members tell nobody who has read: a number for everyone costs the square of their number. 0 is direct
    /// conversations only.
    /// </summary>
    [Range(0, 1000)]
    public int MaxMembers { get; set; } = 100;
}
