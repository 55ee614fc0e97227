namespace OneVOne.Presence.Connections;

/// <summary>How a person is connected over all devices. Who is not has none.</summary>
/// <param name="IsActive">Someone is at one of the devices at least.</param>
/// <param name="Game">What they play, as <see cref="Games.GameText"/> writes it; empty for nothing.</param>
internal readonly record struct Connected(bool IsActive, string Game)
{
    private const char Separator = '\n';

    public static string Write(bool isActive, string game) => $"{(isActive ? "active" : "idle")}{Separator}{game}";

    public static Connected Read(string text)
    {
        var end = text.IndexOf(Separator, StringComparison.Ordinal);
        return new(text.AsSpan(0, end) is "active", text[(end + 1)..]);
    }
}
