using System.Text;
using System.Text.RegularExpressions;

namespace OneVOne.AppHost.Local.Dashboard.Mail;

/// <summary>A mail of plain text (RFC 5322), as our services write it.</summary>
internal sealed partial record EmlFile(string Id, DateTimeOffset At, string From, string To, string Subject, string Body)
{
    public static EmlFile Read(FileInfo file)
    {
        var text = File.ReadAllText(file.FullName).ReplaceLineEndings("\n");
        var (head, body) = text.Split("\n\n", 2) is [var one, var two] ? (one, two) : (text, "");
        var headers = Folded().Replace(head, " ").Split('\n')
            .Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0].Trim(), parts => parts[1].Trim(), StringComparer.OrdinalIgnoreCase);
        return new EmlFile(
            Path.GetFileNameWithoutExtension(file.Name),
            file.LastWriteTimeUtc,
            DecodeWords(headers["From"].FirstOrDefault() ?? ""),
            DecodeWords(headers["To"].FirstOrDefault() ?? ""),
            DecodeWords(headers["Subject"].FirstOrDefault() ?? ""),
            headers["Content-Transfer-Encoding"].FirstOrDefault() switch
            {
                "quoted-printable" => DecodeQuoted(body.Replace("=\n", "", StringComparison.Ordinal)),
                "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body)),
                _ => body,
            });
    }

    /// <summary>Headers beyond ASCII: <c>=?utf-8?B?…?=</c> (RFC 2047).</summary>
    private static string DecodeWords(string header) =>
        EncodedWord().Replace(BetweenWords().Replace(header, "$1"), word => word.Groups["how"].Value is "B" or "b"
            ? Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups["text"].Value))
            : DecodeQuoted(word.Groups["text"].Value.Replace('_', ' ')));

    /// <summary>=C3=BC (RFC 2045 §6.7).</summary>
    private static string DecodeQuoted(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes([text[i]]));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    [GeneratedRegex(@"\n[ \t]+")]
    private static partial Regex Folded();

    [GeneratedRegex(@"(\?=)\s+(?==\?)")]
    private static partial Regex BetweenWords();

    [GeneratedRegex(@"=\?utf-8\?(?<how>[BbQq])\?(?<text>[^?]*)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();
}
