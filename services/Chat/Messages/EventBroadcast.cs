using System.Threading.Channels;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Realtime;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Tells connected clients of committed events, in the order of their numbers as far as this replica wrote them, and those
/// who sent them by the hub their answers. Those of one batch and one conversation go in one write to each connection.
/// Apart from the writer, so that the next batch does not wait for it.
/// </summary>
internal sealed partial class EventBroadcast(
    Telling<ChatHub> telling, ConversationGroups groups, Hints hints, ILogger<EventBroadcast> logger)
    : BackgroundService
{
    private const string EventMethod = nameof(IChatClient.Event);

    private readonly Channel<IReadOnlyList<Told>> queue = Channel.CreateBounded<IReadOnlyList<Told>>(
        new BoundedChannelOptions(ChatLimits.BroadcastQueue)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.DropOldest,
        },
        batch =>
        {
            ChatTelemetry.NotBroadcast.Add(batch.Count);
            Answer(batch, telling);
        });

    /// <summary>Their answers are given whatever becomes of the events.</summary>
    public void Enqueue(IReadOnlyList<Told> batch)
    {
        if (batch.Count > 0 && !queue.Writer.TryWrite(batch))
        {
            Answer(batch, telling);
        }
    }

    /// <summary>How many connections of this replica hear a room; none of a direct conversation, whose events go to people.</summary>
    public int CountListeners(Guid conversationId) => telling.CountGroup(ChatGroups.Conversation(conversationId));

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var last = Task.CompletedTask;
        await foreach (var batch in queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            // Each reaches this replica's connections and the queue to the others before it returns, so the order holds;
            // nobody here waits for Redis. The end of a conversation is the last of it and goes alone.
            foreach (var together in batch.GroupBy(told => (told.Event.ConversationId, told.IsEnd)))
            {
                last = TrySendAsync([.. together]);
            }
        }

        // The replica stops: what it took in is told.
        await Task.WhenAny(last, Task.Delay(ChatLimits.BroadcastTimeout, CancellationToken.None));
    }

    private async Task TrySendAsync(Told[] together)
    {
        try
        {
            await SendAsync(together);
        }
        catch (Exception e)
        {
            Log.NotTold(logger, together.Length, e.Message);
            // Who sent them hears at least that they are written; the others find them by their numbers.
            Answer(together, telling);
        }
    }

    private static void Answer(IReadOnlyList<Told> batch, Telling<ChatHub> telling)
    {
        foreach (var told in batch)
        {
            if (told.Answer is { } answer)
            {
                telling.Answer(answer);
            }
        }
    }

    private Task SendAsync(Told[] together)
    {
        var (conversationId, events) = (together[0].Event.ConversationId, together.Select(told => told.Event).ToArray());
        CallAnswer[] answers = [.. together.Select(told => told.Answer).OfType<CallAnswer>()];
        if (together[0].Audience.Pair is { } pair)
        {
            return telling.UsersAsync([pair.Low.ToString(), pair.High.ToString()], EventMethod, events, answers);
        }

        if (together[0].IsEnd)
        {
            return EndAsync(conversationId, events);
        }

        hints.Note(conversationId, events[^1].Seq);
        return telling.GroupAsync(ChatGroups.Conversation(conversationId), EventMethod, events, answers);
    }

    /// <summary>All who are in it hear of the end, and nothing after it.</summary>
    private async Task EndAsync(Guid conversationId, ChatEvent[] end)
    {
        await Task.WhenAll(
            telling.GroupAsync(ChatGroups.Conversation(conversationId), EventMethod, end, []),
            telling.GroupAsync(ChatGroups.Hints(conversationId), EventMethod, end, []));
        await groups.EndAsync(conversationId);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Count} events did not reach all clients: {Reason}")]
        public static partial void NotTold(ILogger logger, int count, string reason);
    }
}

/// <summary>An event, who hears of it, and the answer to the call that wrote it if that waits for it.</summary>
internal sealed record Told(ChatEvent Event, Audience Audience, CallAnswer? Answer = null)
{
    public bool IsEnd => Event.Type == EventType.ConversationDeleted && Audience.Pair is null;
}
