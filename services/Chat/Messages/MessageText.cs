using System.Buffers;
using System.Text;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>
/// What may be written. Length is counted in code points, as people and other languages than C# count.
/// </summary>
internal static class MessageText
{
    private static readonly Problem Empty = new(400, "message.empty", "A message has text.");

    /// <summary>Why the text is refused; null when it may be written.</summary>
    public static Problem? Check(string text, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Empty;
        }

        var rest = text.AsSpan();
        var length = 0;
        while (!rest.IsEmpty)
        {
            // Half of a surrogate pair is no text: it could be neither stored nor sent.
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != OperationStatus.Done)
            {
                return Problem.Malformed("The text is not valid Unicode.");
            }

            rest = rest[consumed..];
            length++;
        }

        return length > maxLength
            ? new Problem(400, "message.too_long", $"A message has at most {maxLength} characters, not {length}.")
            : null;
    }
}
