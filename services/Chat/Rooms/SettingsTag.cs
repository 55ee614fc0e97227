using System.Globalization;
using Microsoft.Net.Http.Headers;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Rooms;

/// <summary>The version of a conversation's settings as <c>If-Match</c> names it: its <c>settingsSeq</c> in quotes.</summary>
internal static class SettingsTag
{
    /// <summary>Null when any version will do.</summary>
    public static (long? Version, Problem? Problem) Read(string? ifMatch)
    {
        if (string.IsNullOrWhiteSpace(ifMatch) || ifMatch.Trim() == "*")
        {
            return (null, null);
        }

        return EntityTagHeaderValue.TryParse(ifMatch, out var tag)
            && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (version, null)
            : (null, Problem.Invalid("If-Match", "The settingsSeq that you read, in quotes."));
    }
}
