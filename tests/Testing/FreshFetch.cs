using System.Text.Json;

namespace OneVOne.Testing;

/// <summary>What a client fetches that begins now, beside what a model client has.</summary>
internal static class FreshFetch
{
    public static async Task<List<string>> CompareAsync(ModelClient model, Func<Guid, bool> follows)
    {
        var differences = new List<string>();
        var fresh = await ListAsync(model, follows);
        foreach (var id in model.Conversations.Keys.Except(fresh.Keys))
        {
            differences.Add($"{id} is kept, but is not the person's");
        }

        foreach (var (id, conversation) in fresh)
        {
            if (model.Conversations.TryGetValue(id, out var kept))
            {
                differences.AddRange(Differences(conversation, kept));
                differences.AddRange(Differences(await MessagesAsync(model, id), kept, model.Me));
            }
            else
            {
                differences.Add($"{id} is not known");
            }
        }

        return differences;
    }

    /// <summary>All messages of a conversation as history shows them.</summary>
    public static async Task<List<JsonElement>> MessagesAsync(ModelClient model, Guid conversationId)
    {
        var messages = new List<JsonElement>();
        for (var after = 0L; ;)
        {
            var page = await model.Http()
                .GetAsync($"/api/chat/conversations/{conversationId}/messages?after={after}&limit=100").ShouldBeAsync(200);
            messages.AddRange(page.GetProperty("items").EnumerateArray());
            if (!page.GetProperty("hasMore").GetBoolean())
            {
                return messages;
            }

            after = messages[^1].GetProperty("seq").GetInt64();
        }
    }

    private static async Task<Dictionary<Guid, JsonElement>> ListAsync(ModelClient model, Func<Guid, bool> follows)
    {
        var conversations = new Dictionary<Guid, JsonElement>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await model.Http().GetAsync($"/api/chat/conversations?filter=all&limit=100&cursor={cursor}").ShouldBeAsync(200);
            foreach (var conversation in page.GetProperty("items").EnumerateArray())
            {
                if (conversation.GetProperty("id").GetGuid() is var id && follows(id))
                {
                    conversations[id] = conversation;
                }
            }

            cursor = page.GetProperty("next").GetString();
        }

        return conversations;
    }

    private static IEnumerable<string> Differences(JsonElement fresh, ModelConversation kept)
    {
        long Number(string name) => fresh.GetProperty(name).GetInt64();
        (string, long Fresh, long Kept)[] numbers =
        [
            ("headSeq", Number("headSeq"), kept.Head),
            ("readSeq", Number("readSeq"), kept.ReadSeq),
            ("historyFrom", Number("historyFrom"), kept.HistoryFrom),
            ("unread", Number("unread"), kept.Unread),
            ("mentions", Number("mentions"), kept.Mentions ?? Number("mentions")),
        ];
        return numbers.Where(number => number.Fresh != number.Kept)
            .Select(number => $"{number.Item1} of {kept.Id} is {number.Fresh}, kept is {number.Kept}");
    }

    private static IEnumerable<string> Differences(List<JsonElement> fresh, ModelConversation kept, Guid me)
    {
        var there = fresh.ToDictionary(
            message => message.GetProperty("seq").GetInt64(), message => ModelConversation.DescribeFetched(message, me));
        var here = kept.Shown.ToDictionary(message => message.Seq, kept.Describe);
        return there.Keys.Union(here.Keys)
            .Where(seq => there.GetValueOrDefault(seq) != here.GetValueOrDefault(seq))
            .Select(seq =>
                $"{seq} of {kept.Id}:\n fetched {there.GetValueOrDefault(seq)}\n kept    {here.GetValueOrDefault(seq)}");
    }
}
