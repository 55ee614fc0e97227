using System.Text.RegularExpressions;
using OneVOne.Testing;
using OneVOne.Testing.History;

namespace OneVOne.Chat.Tests.Histories;

/// <summary>What the devices of a run act on.</summary>
/// <param name="Replicas">How many there are to choose from.</param>
/// <param name="Faults">Whether parts of the system are killed meanwhile: an answer may fail to come.</param>
internal sealed partial record World(int Replicas, bool Faults, RunHistory History, IReadOnlySet<string> Routes)
{
    public List<Guid> Conversations { get; } = [];

    public List<Guid> Rooms { get; } = [];

    /// <summary>Which acts there are, by the service's own document.</summary>
    public static async Task<IReadOnlySet<string>> RoutesOfAsync(HttpClient replica)
    {
        var document = await replica.GetAsync("/openapi/v1.json").ShouldBeAsync(200);
        return document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(act => Route(act.Name, path.Name)))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    public bool Has(string method, string path) => Routes.Contains(Route(method, path));

    private static string Route(string method, string path) =>
        $"{method} {Parameter().Replace(path.Replace("/api/chat", "", StringComparison.Ordinal), "{}")}";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
