namespace OneVOne.Identity;

/// <summary>Lists that lie beside the code that reads them: one entry a line, <c>#</c> begins a remark.</summary>
internal static class EmbeddedLists
{
    public static IReadOnlyList<string> Read(string name) => [.. Text(name).Split('\n')
        .Select(line => line.Trim())
        .Where(line => line.Length > 0 && !line.StartsWith('#'))];

    public static string Text(string name)
    {
        using var stream = typeof(EmbeddedLists).Assembly.GetManifestResourceStream($"{typeof(EmbeddedLists).Namespace}.{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
