using System.Text.Json;

namespace OneVOne.Chat.Tests.Host;

/// <summary>Short words for what the wire holds.</summary>
public static class WireJson
{
    public static long Number(this JsonElement element, string name) => element.GetProperty(name).GetInt64();

    public static Guid Id(this JsonElement element, string name = "id") => element.GetProperty(name).GetGuid();

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    public static DateTimeOffset Time(this JsonElement element, string name) => element.GetProperty(name).GetDateTimeOffset();

    public static JsonElement[] Items(this JsonElement page, string name = "items") => [.. page.GetProperty(name).EnumerateArray()];

    public static IEnumerable<long> Seqs(this IEnumerable<JsonElement> events) => events.Select(e => e.Number("seq"));

    public static IEnumerable<string?> Bodies(this IEnumerable<JsonElement> events) => events.Select(e => e.Text("body"));

    /// <summary>The numbers of a conversation without a gap.</summary>
    public static IEnumerable<long> UpTo(long head) => Enumerable.Range(1, (int)head).Select(seq => (long)seq);
}
