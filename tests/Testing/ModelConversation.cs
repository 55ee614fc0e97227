using System.Text.Json;

namespace OneVOne.Testing;

/// <summary>What a client that lives on events keeps of a conversation, by the rules of docs/realtime.md.</summary>
public sealed class ModelConversation(Guid id, Guid me)
{
    private const long UnreadBound = 1000;

    private readonly Dictionary<Guid, ModelMessage> messages = [];
    private readonly Dictionary<Guid, (long Seq, string Text)> threads = [];
    private readonly Dictionary<Guid, Guid> roots = [];
    private readonly SortedDictionary<long, JsonElement> kept = [];
    private readonly HashSet<Guid> hiddenAuthors = [];
    private readonly HashSet<Guid> hidden = [];

    public Guid Id => id;

    /// <summary>The number of the last event that was applied.</summary>
    public long Head { get; private set; }

    public long ReadSeq { get; private set; }

    public long ReadVersion { get; private set; }

    public long HistoryFrom { get; private set; }

    /// <summary>What history shows, by number.</summary>
    public IReadOnlyList<ModelMessage> Shown =>
        [.. messages.Values.Where(message => !message.IsHidden).OrderBy(message => message.Seq)];

    /// <summary>The last of them.</summary>
    public IReadOnlyList<ModelMessage> Latest(int count) =>
        [.. messages.Values.Where(message => !message.IsHidden).OrderByDescending(message => message.Seq).Take(count)];

    /// <summary>What is unread, counted from the messages that are here.</summary>
    public long Unread => Math.Min(UnreadBound, UnreadMessages.LongCount());

    /// <summary>Null where a message is to those who "were here", which it does not tell.</summary>
    public long? Mentions =>
        UnreadMessages.Any(message => message.NamesHere) ? null : UnreadMessages.LongCount(message => message.Names);

    /// <summary>Events have come whose predecessors have not.</summary>
    public bool HasGap => kept.Count > 0;

    private IEnumerable<ModelMessage> UnreadMessages => messages.Values.Where(message =>
        message.Seq > ReadSeq && message.Seq > HistoryFrom && message.Counts(me) && !hiddenAuthors.Contains(message.AuthorId));

    /// <summary>A message of this conversation as it would be compared: with its thread and the reader's own.</summary>
    public string Describe(ModelMessage message)
    {
        var root = roots.GetValueOrDefault(message.Id, message.Id);
        return Describe(message, threads.GetValueOrDefault(root).Text, hiddenAuthors.Contains(message.AuthorId));
    }

    /// <inheritdoc cref="Describe(ModelMessage)"/>
    public static string DescribeFetched(JsonElement message, Guid me) =>
        Describe(
            ModelMessage.Of(message, me),
            message.TryGetProperty("thread", out var thread) ? thread.GetRawText() : null,
            IsBlocked(message));

    /// <summary>An event that was heard: a repeat is dropped, one that is too early is kept aside.</summary>
    public void Hear(JsonElement happened)
    {
        var seq = happened.GetProperty("seq").GetInt64();
        if (seq > Head)
        {
            kept[seq] = happened;
        }

        ApplyKept();
    }

    /// <summary>A page of <c>events?after=Head</c>: without gaps, and maybe later than what was heard meanwhile.</summary>
    public void Fetched(IEnumerable<JsonElement> events, long head, bool isLast)
    {
        foreach (var happened in events)
        {
            Apply(happened, isFetched: true);
        }

        // All that is missing then was before the person's time.
        Head = isLast ? Math.Max(Head, head) : Head;
        ApplyKept();
    }

    /// <summary>A read mark that was told: the one with the higher version is the newer.</summary>
    public void Mark(long seq, long version)
    {
        if (version >= ReadVersion)
        {
            (ReadSeq, ReadVersion) = (seq, version);
        }
    }

    /// <summary>From here on the person may read; what was before is not theirs.</summary>
    public void BeginAt(long historyFrom)
    {
        HistoryFrom = historyFrom;
        foreach (var message in messages.Values.Where(message => message.Seq <= historyFrom).ToList())
        {
            messages.Remove(message.Id);
        }
    }

    /// <summary>The person deleted it for themselves, and be it before it came here.</summary>
    public void Hide(Guid messageId)
    {
        hidden.Add(messageId);
        if (messages.TryGetValue(messageId, out var message))
        {
            messages[messageId] = message with { IsHidden = true };
        }
    }

    public void Block(Guid userId, bool blocked) => _ = blocked ? hiddenAuthors.Add(userId) : hiddenAuthors.Remove(userId);

    private static bool IsBlocked(JsonElement message) =>
        message.GetProperty("author").TryGetProperty("blocked", out var blocked) && blocked.GetBoolean();

    private static string Describe(ModelMessage message, string? thread, bool isBlocked) =>
        $"{message.Text} own:{string.Join(',', message.OwnReactions.Order(StringComparer.Ordinal))} thread:{thread} blocked:{isBlocked}";

    private void ApplyKept()
    {
        while (kept.Count > 0 && kept.First() is var (seq, happened) && seq <= Head + 1)
        {
            kept.Remove(seq);
            if (seq > Head)
            {
                Apply(happened, isFetched: false);
            }
        }
    }

    private void Apply(JsonElement happened, bool isFetched)
    {
        Head = happened.GetProperty("seq").GetInt64();
        if (happened.TryGetProperty("author", out _))
        {
            Put(happened, isFetched, null);
            if (!isFetched)
            {
                ReadByWriting(happened);
            }
        }
        else if (happened.TryGetProperty("message", out var message))
        {
            Put(message, isFetched, happened);
        }
    }

    private void Put(JsonElement json, bool isFetched, JsonElement? change)
    {
        var message = ModelMessage.Of(json, me);
        if (message.Seq <= HistoryFrom)
        {
            return;
        }

        message = message with { IsHidden = message.IsHidden || hidden.Contains(message.Id) };
        PutThread(json, message.Id);
        if (isFetched)
        {
            Block(message.AuthorId, IsBlocked(json));
        }

        if (messages.TryGetValue(message.Id, out var known))
        {
            if (known.Version > message.Version)
            {
                return;
            }

            message = message with
            {
                IsHidden = message.IsHidden || known.IsHidden,
                OwnReactions = isFetched ? message.OwnReactions : Reacted(message, known.OwnReactions, change),
            };
        }
        else if (!isFetched)
        {
            message = message with { OwnReactions = Reacted(message, message.OwnReactions, change) };
        }

        messages[message.Id] = message;
    }

    private void PutThread(JsonElement message, Guid id)
    {
        if (!message.TryGetProperty("thread", out var thread))
        {
            return;
        }

        var (root, seq) = (thread.GetProperty("rootId").GetGuid(), thread.GetProperty("seq").GetInt64());
        roots[id] = root;
        if (!threads.TryGetValue(root, out var known) || seq >= known.Seq)
        {
            threads[root] = (seq, thread.GetRawText());
        }
    }

    /// <summary>
    /// Live events are the same for everyone: one's own reactions are those that one did oneself, as long as the message has
    /// them at all.
    /// </summary>
    private HashSet<string> Reacted(ModelMessage now, IReadOnlySet<string> before, JsonElement? change)
    {
        var after = before.Where(now.Reactions.Contains).ToHashSet(StringComparer.Ordinal);
        if (change is not { } happened || happened.GetProperty("actor").GetProperty("id").GetGuid() != me
            || happened.GetProperty("type").GetString() is not ("reaction.added" or "reaction.removed"))
        {
            return after;
        }

        var emoji = happened.GetProperty("data").GetProperty("emoji").GetString()!;
        _ = happened.GetProperty("type").GetString() == "reaction.added" ? after.Add(emoji) : after.Remove(emoji);
        return after;
    }

    /// <summary>
    /// Who writes has read what stands before it, unless a message of another stands between. Without a version: what the
    /// server says of the mark is always newer.
    /// </summary>
    private void ReadByWriting(JsonElement message)
    {
        var seq = message.GetProperty("seq").GetInt64();
        if (message.GetProperty("author").GetProperty("id").GetGuid() == me
            && message.GetProperty("type").GetString() == "message.created"
            && !messages.Values.Any(other =>
                other.Seq > ReadSeq && other.Seq < seq && other.AuthorId != me && other.Type == "message.created"))
        {
            ReadSeq = Math.Max(ReadSeq, seq);
        }
    }
}
