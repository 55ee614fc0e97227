using System.Reflection;

namespace OneVOne.Architecture.Tests;

/// <summary>What the rules are held against: the working tree, and the assemblies that ship.</summary>
internal static class Repository
{
    private static readonly HashSet<string> NotOurs = ["artifacts", "bin", "obj", "node_modules", "dist", "wwwroot"];

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        .. new[] { "Contracts", "ServiceDefaults", "Identity", "Friends", "Chat", "Presence", "Notifications", "Gateway" }
            .Select(name => Assembly.Load($"OneVOne.{name}")),
    ];

    /// <summary>Folders relative to the root, with forward slashes; none that a build or a package manager makes.</summary>
    public static IEnumerable<string> Folders() => Below(Root).Select(Relative);

    /// <summary>Every project of the tree: its path relative to the root, and its text.</summary>
    public static IEnumerable<(string Path, string Text)> Projects() =>
        Below(Root).SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))
            .Select(file => (Relative(file), File.ReadAllText(file)));

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateDirectories(folder)
            .Where(child => Path.GetFileName(child) is var name && !name.StartsWith('.') && !NotOurs.Contains(name))
            .SelectMany(child => Below(child).Prepend(child));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "global.json"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Not inside the repository."));
}
