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
        var sends = new List<Task>();
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            // Each send reaches this replica's connections and the queue to the others before it returns, so the order
            // holds though only all of them together are awaited.
            while (sends.Count < ChatLimits.WriteBatch && queue.Reader.TryRead(out var told))
            {
                sends.Add(TrySendAsync(told));
            }

            try
            {
                await Task.WhenAll(sends).WaitAsync(ChatLimits.BroadcastTimeout, CancellationToken.None);
            }
            catch (Exception e)
            {
                Log.NotTold(logger, sends.Count, e.Message);
            }

            sends.Clear();
        }
    }

    private Task TrySendAsync(Told told)
    {
        try
        {
            return SendAsync(told);
        }
        catch (Exception e)
        {
            // Who sent it hears at least that it is written; the others find it by its number.
            Answer(told, telling);
            return Task.FromException(e);
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
        [LoggerMessage(1, LogLevel.Warning, "Up to {Count} events did not reach all clients: {Reason}")]
        public static partial void NotTold(ILogger logger, int count, string reason);
    }
}
