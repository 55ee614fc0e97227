using Microsoft.Net.Http.Headers;

namespace OneVOne.Identity.Sessions;

/// <summary>
/// What a person would call the device that logged in: the name that an app gives itself in <c>X-Client-Name</c>, or
/// browser and system of the User-Agent, as far as they are told. For people to recognise, never to decide by.
/// </summary>
internal static class Device
{
    public const string NameHeader = "X-Client-Name";

    private const string Unknown = "Unknown device";

    // The order matters: Edge and Opera also say Chrome, Chrome also says Safari, Android also says Linux.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Vivaldi/", "Vivaldi"),
        ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
        ("curl/", "curl"), ("okhttp/", "Android app"), ("CFNetwork/", "Apple app"), ("UnityPlayer/", "Unity game"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Macintosh", "macOS"), ("Linux", "Linux"),
    ];

    public static string Of(HttpRequest? request)
    {
        if (request is null)
        {
            return Unknown;
        }

        var name = Clean(request.Headers[NameHeader].ToString());
        return name.Length > 0 ? name : OfUserAgent(request.Headers[HeaderNames.UserAgent].ToString());
    }

    public static string OfUserAgent(string text)
    {
        var browser = Find(Browsers, text);
        var system = Find(Systems, text);
        return (browser, system) switch
        {
            (not null, not null) => $"{browser} on {system}",
            (not null, null) => browser,
            (null, not null) => system,
            // The first product of what no table knows: "MyGame/1.2" is worth more to its player than nothing.
            _ => Clean(text.Split('/', ' ')[0]) is { Length: > 0 } product ? product : Unknown,
        };
    }

    private static string? Find((string Mark, string Name)[] table, string text) =>
        table.FirstOrDefault(entry => text.Contains(entry.Mark, StringComparison.Ordinal)).Name;

    /// <summary>One short line without what could disguise it on a page.</summary>
    private static string Clean(string text)
    {
        var kept = string.Concat(text.EnumerateRunes()
            .Where(rune => System.Text.Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or '-' or '_' or '(' or ')' or '\'' or '+')
            .Take(IdentityLimits.MaxDeviceLength));
        return kept.Trim();
    }
}
