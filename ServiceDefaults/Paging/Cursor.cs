using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Paging;

/// <summary>
/// The sort key of the last row of a page, opaque to clients: base64url of its parts joined by a unit separator. A list
/// reads back the parts that it wrote; what it cannot read is refused with <see cref="Invalid"/>.
/// </summary>
public sealed record Cursor(IReadOnlyList<string> Parts)
{
    private const char Separator = '\u001f';
    private const int MaxLength = 512;

    public static Problem Invalid { get; } =
        new(400, "paging.cursor_invalid", "This cursor is not one that this list gave; start again without it.");

    public static string Write(params ReadOnlySpan<string> parts) =>
        WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(string.Join(Separator, parts.ToArray())));

    /// <summary>A cursor of a time and an id, the usual sort key.</summary>
    public static string Write(DateTimeOffset time, Guid id) =>
        Write(time.UtcTicks.ToString(CultureInfo.InvariantCulture), id.ToString("N"));

    public static bool TryParse(string text, [NotNullWhen(true)] out Cursor? cursor)
    {
        cursor = null;
        if (text.Length > MaxLength)
        {
            return false;
        }

        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            var decoded = strict.GetString(WebEncoders.Base64UrlDecode(text));
            if (decoded.Contains('\0', StringComparison.Ordinal))
            {
                return false;
            }

            cursor = new Cursor(decoded.Split(Separator));
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Reads back what <see cref="Write(DateTimeOffset, Guid)"/> wrote.</summary>
    public bool TryRead(out DateTimeOffset time, out Guid id)
    {
        time = default;
        id = default;
        if (Parts.Count != 2
            || !long.TryParse(Parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTime.MaxValue.Ticks
            || !Guid.TryParseExact(Parts[1], "N", out id))
        {
            return false;
        }

        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }
}
