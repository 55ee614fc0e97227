using System.Collections.Frozen;

namespace OneVOne.ServiceDefaults.Secrets;

/// <summary>Secrets that keep nobody out: those of samples and installers, and short ones.</summary>
public static class WeakSecrets
{
    /// <summary>Below it a secret can be tried out against a copy of the data.</summary>
    public const int MinLength = 16;

    private const int MinDifferentCharacters = 6;

    private static readonly FrozenSet<string> Known = new[]
    {
        "postgres", "password", "guest", "admin", "administrator", "root", "secret", "default", "redis", "rabbitmq", "onevone",
        "test", "user", "pass", "1234", "12345", "123456", "12345678", "qwerty",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] OfSamples =
    [
        "changeme", "change me", "change-me", "change_me", "change this", "replace", "example", "sample", "placeholder",
        "yourpassword", "your-", "<",
    ];

    /// <returns>What is wrong with a secret, without a word of it; null when nothing is.</returns>
    public static string? Reason(string? secret) => secret switch
    {
        null or "" => "is missing",
        _ when Known.Contains(secret) => "is one that everybody knows",
        _ when Array.Exists(OfSamples, part => secret.Contains(part, StringComparison.OrdinalIgnoreCase)) => "was left from a sample",
        { Length: < MinLength } => $"is shorter than {MinLength} characters",
        _ when secret.Distinct().Count() < MinDifferentCharacters => $"has fewer than {MinDifferentCharacters} different characters",
        _ => null,
    };
}
