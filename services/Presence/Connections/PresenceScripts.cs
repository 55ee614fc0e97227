namespace OneVOne.Presence.Connections;

/// <summary>The scripts beside this file. Each runs alone on the server, so every decision about a person is made once.</summary>
internal static class PresenceScripts
{
    private static readonly string Prelude = Read("prelude");

    public static string Acquire { get; } = Prelude + Read("acquire");

    public static string Hold { get; } = Prelude + Read("hold");

    public static string Leave { get; } = Prelude + Read("leave");

    public static string Left { get; } = Prelude + Read("left");

    public static string Tick { get; } = Prelude + Read("tick");

    public static string Release { get; } = Prelude + Read("release");

    public static string Confirm { get; } = Prelude + Read("confirm");

    public static string Touch { get; } = Prelude + Read("touch");

    public static string Play { get; } = Prelude + Read("play");

    private static string Read(string name)
    {
        var type = typeof(PresenceScripts);
        using var stream = type.Assembly.GetManifestResourceStream($"{type.Namespace}.Scripts.{name}.lua")
            ?? throw new InvalidOperationException($"The script {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
