namespace OneVOne.AppHost.Local.Processes;

internal sealed record Command(string File, IReadOnlyList<string> Arguments)
{
    public string WorkingDirectory { get; init; } = "/";

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Options of <c>setpriv</c>, where the process must not run as root.</summary>
    public IReadOnlyList<string> Privileges { get; init; } = [];
}
