using System.Text.Json;

namespace OneVOne.Testing;

/// <summary>A message as a client keeps it: what is the same for everyone, and what is the reader's own.</summary>
/// <param name="Text">All of it but the thread and the reader's own, in one order of members: two are equal or they are not.</param>
public sealed record ModelMessage(
    Guid Id,
    long Seq,
    long Version,
    string Type,
    Guid AuthorId,
    Guid ClientMessageId,
    string Body,
    bool IsDeleted,
    bool IsHidden,
    bool Names,
    bool NamesHere,
    IReadOnlySet<string> Reactions,
    IReadOnlySet<string> OwnReactions,
    string Text)
{
    private static readonly string[] NotCompared = ["thread", "ownReactions", "hidden", "blocked"];

    /// <summary>Whether it counts as unread of someone who has not read so far and hides nobody.</summary>
    public bool Counts(Guid reader) => Type == "message.created" && !IsDeleted && !IsHidden && AuthorId != reader;

    /// <summary>Of its JSON, as history, an event or a change holds it.</summary>
    public static ModelMessage Of(JsonElement message, Guid reader)
    {
        var everyone = message.TryGetProperty("mentionsEveryone", out var whom) ? whom.GetString() : null;
        var isNamed = message.TryGetProperty("mentions", out var named)
            && named.EnumerateArray().Any(id => id.GetGuid() == reader);
        return new ModelMessage(
            message.GetProperty("id").GetGuid(),
            message.GetProperty("seq").GetInt64(),
            message.GetProperty("version").GetInt64(),
            message.GetProperty("type").GetString()!,
            message.GetProperty("author").GetProperty("id").GetGuid(),
            message.GetProperty("clientMessageId").GetGuid(),
            message.GetProperty("body").GetString()!,
            message.TryGetProperty("deletedAt", out _),
            message.TryGetProperty("hidden", out var hidden) && hidden.GetBoolean(),
            isNamed || everyone == "all",
            everyone == "here",
            message.TryGetProperty("reactions", out var reactions)
                ? reactions.EnumerateArray().Select(reaction => reaction.GetProperty("emoji").GetString()!).ToHashSet(StringComparer.Ordinal)
                : new HashSet<string>(StringComparer.Ordinal),
            message.TryGetProperty("ownReactions", out var own)
                ? own.EnumerateArray().Select(emoji => emoji.GetString()!).ToHashSet(StringComparer.Ordinal)
                : new HashSet<string>(StringComparer.Ordinal),
            Sorted(message));
    }

    private static string Sorted(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', element.EnumerateObject()
            .Where(member => !NotCompared.Contains(member.Name))
            .OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => $"{member.Name}:{Sorted(member.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(Sorted)) + "]",
        _ => element.GetRawText(),
    };
}
