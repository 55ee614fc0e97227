using System.Threading.Channels;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Realtime;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Tells connected clients of committed events, in the order of their numbers as far as this replica wrote them, and those
/// who sent them by the hub their answers. Apart from the writer, so that the next batch does not wait for it.
/// </summary>
internal sealed partial class EventBroadcast(
    Telling<ChatHub> telling, ConversationGroups groups, Hints hints, ILogger<EventBroadcast> logger)
    : BackgroundService
{
    private const string EventMethod = nameof(IChatClient.Event);

    private readonly Channel<Told> queue = Channel.CreateBounded<Told>(
        new BoundedChannelOptions(ChatLimits.BroadcastQueue)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.DropOldest,
        },
        told =>
        {
            ChatTelemetry.NotBroadcast.Add(1);
            Answer(told, telling);
        });

    /// <param name="answer">To the call that wrote it; it is given whatever becomes of the event.</param>
    public void Enqueue(ChatEvent happened, Audience audience, CallAnswer? answer = null)
    {
        var told = new Told(happened, audience, answer);
        if (!queue.Writer.TryWrite(told))
        {
            Answer(told, telling);
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var last = Task.CompletedTask;
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            // Each reaches this replica's connections and the queue to the others before it returns, so the order holds;
            // nobody here waits for Redis.
            while (queue.Reader.TryRead(out var told))
            {
                last = TrySendAsync(told);
            }
        }

        // The replica stops: what it took in is told.
        await Task.WhenAny(last, Task.Delay(ChatLimits.BroadcastTimeout, CancellationToken.None));
    }

    private async Task TrySendAsync(Told told)
    {
        try
        {
            await SendAsync(told);
        }
        catch (Exception e)
        {
            Log.NotTold(logger, told.Event.Seq, e.Message);
            // Who sent it hears at least that it is written; the others find it by its number.
            Answer(told, telling);
        }
    }

    private static void Answer(Told told, Telling<ChatHub> telling)
    {
        if (told.Answer is { } answer)
        {
            telling.Answer(answer);
        }
    }

    private Task SendAsync(Told told)
    {
        var (happened, conversationId) = (told.Event, told.Event.ConversationId);
        if (told.Audience.Pair is { } pair)
        {
            return telling.UsersAsync([pair.Low.ToString(), pair.High.ToString()], EventMethod, happened, told.Answer);
        }

        if (happened.Type == EventType.ConversationDeleted)
        {
            return EndAsync(happened);
        }

        hints.Note(conversationId, happened.Seq);
        return telling.GroupAsync(ChatGroups.Conversation(conversationId), EventMethod, happened, told.Answer);
    }

    /// <summary>All who are in it hear of the end, and nothing after it.</summary>
    private async Task EndAsync(ChatEvent deleted)
    {
        var id = deleted.ConversationId;
        await telling.GroupAsync(ChatGroups.Conversation(id), EventMethod, deleted, answer: null);
        await telling.GroupAsync(ChatGroups.Hints(id), EventMethod, deleted, answer: null);
        await groups.EndAsync(id);
    }

    private sealed record Told(ChatEvent Event, Audience Audience, CallAnswer? Answer);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Event {Seq} did not reach all clients: {Reason}")]
        public static partial void NotTold(ILogger logger, long seq, string reason);
    }
}
