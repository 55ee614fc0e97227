using System.Text.Json;

namespace OneVOne.Testing.History;

/// <summary>Looks at what a client sees when all is quiet.</summary>
public static class Viewing
{
    /// <summary>What it has kept, and what it fetches now.</summary>
    public static async Task<View> ViewAsync(this ModelClient client, string name, Guid conversationId)
    {
        ArgumentNullException.ThrowIfNull(client);
        var http = client.Http();
        var conversation = await http.GetAsync($"/api/chat/conversations/{conversationId}").ShouldBeAsync(200);
        long Number(string member) => conversation.GetProperty(member).GetInt64();
        var events = await EventsAsync(http, conversationId);
        var messages = await FreshFetch.MessagesAsync(client, conversationId);
        client.Conversations.TryGetValue(conversationId, out var kept);
        return new View(
            name,
            client.Me,
            conversationId,
            Number("historyFrom"),
            Number("headSeq"),
            [.. events.Select(Seen)],
            [.. messages.Select(message => Seen(message, client.Me))],
            kept?.Shown.ToDictionary(message => message.Seq, kept.Describe) ?? [],
            messages.ToDictionary(
                message => message.GetProperty("seq").GetInt64(),
                message => ModelConversation.DescribeFetched(message, client.Me)),
            Number("readSeq"),
            Number("unread"));
    }

    private static async Task<List<JsonElement>> EventsAsync(HttpClient http, Guid conversationId)
    {
        var events = new List<JsonElement>();
        for (var after = 0L; ;)
        {
            var page = await http.GetAsync($"/api/chat/conversations/{conversationId}/events?after={after}&limit=1000")
                .ShouldBeAsync(200);
            events.AddRange(page.GetProperty("items").EnumerateArray());
            if (!page.GetProperty("hasMore").GetBoolean())
            {
                return events;
            }

            after = events[^1].GetProperty("seq").GetInt64();
        }
    }

    private static SeenEvent Seen(JsonElement happened)
    {
        var (seq, type) = (happened.GetProperty("seq").GetInt64(), happened.GetProperty("type").GetString()!);
        var isMessage = happened.TryGetProperty("author", out _);
        if (!isMessage && !happened.TryGetProperty("message", out happened))
        {
            return new SeenEvent(seq, type, null);
        }

        return new SeenEvent(
            seq,
            type,
            happened.GetProperty("id").GetGuid(),
            happened.GetProperty("seq").GetInt64(),
            happened.TryGetProperty("hidden", out var hidden) && hidden.GetBoolean());
    }

    private static SeenMessage Seen(JsonElement json, Guid reader)
    {
        var message = ModelMessage.Of(json, reader);
        var isBlocked = json.GetProperty("author").TryGetProperty("blocked", out var blocked) && blocked.GetBoolean();
        return new SeenMessage(
            message.Seq, message.Id, message.AuthorId, message.ClientMessageId, message.Body, message.Version,
            message.Counts(reader) && !isBlocked, message.IsDeleted);
    }
}
