using System.Buffers.Text;

namespace OneVOne.Bench.Wire;

/// <summary>
/// What a message of the load carries in its text: who wrote it, as which of theirs, in which step, and when it was due. It is found
/// in whatever the target makes of the text without reading the rest.
/// </summary>
internal readonly record struct Stamp(int Step, int Author, int Number, long Due)
{
    /// <summary>The length of a text, as in the measurements that the figures are compared with.</summary>
    public const int TextBytes = 100;

    private const int StampBytes = 4 + 6 + 8 + 16;

    private static ReadOnlySpan<byte> Mark => "#~"u8;

    private static ReadOnlySpan<byte> Filling => "and then something that people might say to each other, on and on"u8;

    public void WriteText(Span<byte> text)
    {
        Mark.CopyTo(text);
        WriteHex(text.Slice(2, 4), Step);
        WriteHex(text.Slice(6, 6), Author);
        WriteHex(text.Slice(12, 8), Number);
        WriteHex(text.Slice(20, 16), Due);
        text[36] = (byte)' ';
        Filling[..(TextBytes - 37)].CopyTo(text[37..]);
    }

    public static bool TryFind(ReadOnlySpan<byte> message, out Stamp stamp)
    {
        var at = message.IndexOf(Mark);
        if (at < 0 || message.Length - at < 2 + StampBytes)
        {
            stamp = default;
            return false;
        }

        var hex = message[(at + 2)..];
        stamp = new Stamp((int)Read(hex[..4]), (int)Read(hex.Slice(4, 6)), (int)Read(hex.Slice(10, 8)), Read(hex.Slice(18, 16)));
        return true;
    }

    private static void WriteHex(Span<byte> digits, long value)
    {
        for (var i = digits.Length - 1; i >= 0; i--, value >>= 4)
        {
            digits[i] = "0123456789abcdef"u8[(int)(value & 15)];
        }
    }

    private static long Read(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long value, out _, 'x')
            ? value : throw new FormatException("A message came back with another text than was sent.");
}
