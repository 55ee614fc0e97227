namespace OneVOne.Chat.Occupancy;

/// <summary>The scripts beside this file. Each runs alone on the server, so a person is counted once on however many replicas.</summary>
internal static class OccupancyScripts
{
    private static readonly string Prelude = Read("prelude");

    public static string Acquire { get; } = Prelude + Read("acquire");

    public static string Look { get; } = Prelude + Read("look");

    public static string Beat { get; } = Prelude + Read("beat");

    public static string Told { get; } = Prelude + Read("told");

    private static string Read(string name)
    {
        var type = typeof(OccupancyScripts);
        using var stream = type.Assembly.GetManifestResourceStream($"{type.Namespace}.Scripts.{name}.lua")
            ?? throw new InvalidOperationException($"The script {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
