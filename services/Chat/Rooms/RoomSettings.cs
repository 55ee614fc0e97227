using System.Globalization;
using System.Text;
using OneVOne.Chat.Conversations;

namespace OneVOne.Chat.Rooms;

/// <summary>What a room is made with.</summary>
/// <param name="Kind">Only <c>room</c> is made; direct conversations are opened, and there is one public room.</param>
/// <param name="Name">2 to 50 characters.</param>
/// <param name="Topic">Up to 250 characters; none when absent.</param>
/// <param name="History">What who joins later may read; <c>all</c> when absent.</param>
/// <param name="SlowMode">Seconds between two messages of a member, up to six hours; 0 when absent.</param>
public sealed record NewConversation(
    ConversationKind Kind, string Name, string? Topic = null, HistoryPolicy? History = null, int? SlowMode = null);

/// <summary>What is to be different; what is absent or null stays.</summary>
public sealed record ChangeConversation(
    string? Name = null, string? Topic = null, HistoryPolicy? History = null, int? SlowMode = null);

/// <summary>Which names and texts a room may show.</summary>
internal static class RoomSettings
{
    /// <summary>As it is kept: trimmed and composed (NFC), so that what looks the same is the same.</summary>
    public static string? Tidy(string? text) => text?.Trim().Normalize(NormalizationForm.FormC);

    /// <summary>What is wrong with them; null ones are not asked about.</summary>
    public static Dictionary<string, string[]> Check(string? name, string? topic, int? slowMode)
    {
        var errors = new Dictionary<string, string[]>();
        if (name is not null && !(IsShort(name, ChatLimits.MinRoomName, ChatLimits.MaxRoomName) && IsShowable(name)))
        {
            errors["name"] =
            [
                $"{ChatLimits.MinRoomName} to {ChatLimits.MaxRoomName} characters; no line breaks, control characters or signs "
                + "that turn the direction of writing.",
            ];
        }

        if (topic is not null && !(IsShort(topic, 0, ChatLimits.MaxTopic) && IsShowable(topic)))
        {
            errors["topic"] =
            [
                $"Up to {ChatLimits.MaxTopic} characters on one line; no control characters or signs that turn the direction of "
                + "writing.",
            ];
        }

        if (slowMode is < 0 or > ChatLimits.MaxSlowMode)
        {
            errors["slowMode"] = [$"0 to {ChatLimits.MaxSlowMode} seconds."];
        }

        return errors;
    }

    private static bool IsShort(string text, int min, int max) =>
        text.EnumerateRunes().Count() is var length && length >= min && length <= max;

    // The marks, embeddings, overrides and isolates of direction would reach over into what stands beside the name, and
    // what shows nothing would make two rooms look alike.
    private static bool IsShowable(string text) => text.EnumerateRunes().All(rune =>
        rune.Value is not (0x061C or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2069) or 0xFEFF
            or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned));
}
