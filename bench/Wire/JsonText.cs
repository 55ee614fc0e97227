using System.Buffers.Text;

namespace OneVOne.Bench.Wire;

/// <summary>Puts a message together from known pieces, on the stack.</summary>
internal ref struct JsonText(Span<byte> space)
{
    private readonly Span<byte> space = space;
    private int length;

    public readonly ReadOnlySpan<byte> Written => space[..length];

    public void Add(ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(space[length..]);
        length += piece.Length;
    }

    public void Add(string ascii) => length += System.Text.Encoding.UTF8.GetBytes(ascii, space[length..]);

    public void Add(int number)
    {
        Utf8Formatter.TryFormat(number, space[length..], out var written);
        length += written;
    }

    /// <summary>An id that nobody else has; from a quick generator, as the system's costs a call of it.</summary>
    public void AddNewId()
    {
        Span<byte> random = stackalloc byte[16];
        Random.Shared.NextBytes(random);
        Utf8Formatter.TryFormat(new Guid(random), space[length..], out var written);
        length += written;
    }

    public void Add(Stamp stamp)
    {
        stamp.WriteText(space.Slice(length, Stamp.TextBytes));
        length += Stamp.TextBytes;
    }

    /// <summary>The number that begins at a place; -1 when there is none.</summary>
    public static int NumberAt(ReadOnlySpan<byte> message, int at) =>
        at >= 0 && Utf8Parser.TryParse(message[at..], out int number, out _) ? number : -1;

    /// <summary>The place behind a piece; -1 when it is not there.</summary>
    public static int After(ReadOnlySpan<byte> message, ReadOnlySpan<byte> piece) =>
        message.IndexOf(piece) is var at and >= 0 ? at + piece.Length : -1;
}
