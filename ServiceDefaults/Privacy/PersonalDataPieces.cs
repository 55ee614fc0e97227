using System.Runtime.CompilerServices;
using System.Text;

namespace OneVOne.ServiceDefaults.Privacy;

/// <summary>Cuts files into pieces that fit an event, and never more than one of them in memory.</summary>
internal static class PersonalDataPieces
{
    /// <summary>In UTF-16 units, of which each is at most 3 bytes of UTF-8: below 128 KiB.</summary>
    public const int MaxLength = 43_000;

    public static async IAsyncEnumerable<Piece> CutAsync(
        IEnumerable<PersonalDataFile> files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Piece? ready = null;
        var text = new StringBuilder();
        foreach (var file in files)
        {
            text.Append('[');
            var separator = "\n";
            await foreach (var record in file.Records.WithCancellation(cancellationToken))
            {
                text.Append(separator).Append(record);
                separator = ",\n";
                while (text.Length > MaxLength)
                {
                    if (ready is not null)
                    {
                        yield return ready;
                    }

                    ready = new Piece(file.Name, Take(text), IsLast: false);
                }
            }

            text.Append("\n]\n");
            if (ready is not null)
            {
                yield return ready;
            }

            ready = new Piece(file.Name, text.ToString(), IsLast: false);
            text.Clear();
        }

        yield return ready is null
            ? throw new InvalidOperationException("A service that tells what it keeps has at least one file.")
            : ready with { IsLast = true };
    }

    private static string Take(StringBuilder text)
    {
        // Two units that make one character stay together.
        var length = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        var taken = text.ToString(0, length);
        text.Remove(0, length);
        return taken;
    }
}

/// <summary>A part of a file, small enough for one event.</summary>
internal sealed record Piece(string File, string Content, bool IsLast);
