using System.Text;
using System.Text.RegularExpressions;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Email;

/// <summary>The pickup folder, read as a person reads their mail.</summary>
public sealed class MailFolder(string path)
{
    /// <summary>Waits for as many mails to an address and returns them, the oldest first.</summary>
    public Task<IReadOnlyList<Mail>> ReadAsync(string address, int count = 1) => Eventually.GetAsync(
        $"{count} mails to {address}", () => Task.FromResult(To(address) is var mails && mails.Count >= count ? mails : null));

    /// <summary>As <see cref="ReadAsync(string, int)"/>, of one subject.</summary>
    public Task<IReadOnlyList<Mail>> ReadAsync(string address, string subject, int count = 1) => Eventually.GetAsync<IReadOnlyList<Mail>>(
        $"{count} mails '{subject}' to {address}",
        () => Task.FromResult<IReadOnlyList<Mail>?>(
            To(address).Where(mail => mail.Headers["Subject"] == subject).ToArray() is var mails && mails.Length >= count ? mails : null));

    /// <summary>The token of the link of the newest mail, once there are as many.</summary>
    public async Task<string> TokenAsync(string address, int count = 1) => (await ReadAsync(address, count))[^1].Token;

    public IReadOnlyList<Mail> To(string address) => [.. All().Where(mail => mail.Headers["To"] == address)];

    public IReadOnlyList<Mail> All() => [.. Directory.GetFiles(path, "*.eml").Order(StringComparer.Ordinal)
        .Select(file => Mail.Parse(File.ReadAllText(file)))];
}

/// <summary>A mail as it left.</summary>
public sealed partial record Mail(IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Token => TokenInLink().Match(Body).Groups[1].Value;

    public static Mail Parse(string text)
    {
        var (head, body) = text.ReplaceLineEndings("\n").Split("\n\n", 2) is [var one, var two] ? (one, two) : (text, "");
        var headers = head.Replace("\n ", " ", StringComparison.Ordinal).Replace("\n\t", " ", StringComparison.Ordinal).Split('\n')
            .Select(line => line.Split(": ", 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        return new Mail(headers, Decode(body));
    }

    // Quoted-printable, RFC 2045 §6.7.
    private static string Decode(string body)
    {
        var text = body.Replace("=\n", "", StringComparison.Ordinal);
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length)
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.Add((byte)text[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    [GeneratedRegex("#token=([A-Za-z0-9_-]+)")]
    private static partial Regex TokenInLink();
}
