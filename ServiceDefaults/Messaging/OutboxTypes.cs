using System.Collections.Concurrent;
using System.Text.Json;
using OneVOne.Contracts.Identity;

namespace OneVOne.ServiceDefaults.Messaging;

/// <summary>Reads outbox rows back into the events of the contracts assembly.</summary>
internal static class OutboxTypes
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    private static readonly ConcurrentDictionary<string, Type?> Types = new();

    public static object? Read(string type, string body) =>
        Types.GetOrAdd(type, name => typeof(UserRegistered).Assembly.GetType(name)) is { } known
            ? JsonSerializer.Deserialize(body, known, Json)
            : null;
}
