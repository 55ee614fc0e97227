using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using OneVOne.Chat.Realtime;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Tells connected clients of committed events, in the order of their numbers as far as this replica wrote them.
/// Apart from the writer, so that neither acknowledgements nor the next batch wait for Redis.
/// </summary>
internal sealed partial class EventBroadcast(
    IHubContext<ChatHub, IChatClient> hub, ConversationGroups groups, Hints hints, ILogger<EventBroadcast> logger)
    : BackgroundService
{
    private readonly Channel<Told> queue = Channel.CreateBounded<Told>(
        new BoundedChannelOptions(ChatLimits.BroadcastQueue)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.DropOldest,
        },
        _ => ChatTelemetry.NotBroadcast.Add(1));

    public void Enqueue(ChatEvent happened, Audience audience) => queue.Writer.TryWrite(new Told(happened, audience));

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
            // Each send reaches this replica's connections and Redis' pipeline before it returns, so the order holds
            // though only all of them together are awaited.
            while (sends.Count < ChatLimits.WriteBatch && queue.Reader.TryRead(out var told))
            {
                sends.Add(SendAsync(told));
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

    private Task SendAsync(Told told)
    {
        var (happened, conversationId) = (told.Event, told.Event.ConversationId);
        if (told.Audience.Pair is { } pair)
        {
            return hub.Clients.Users([pair.Low.ToString(), pair.High.ToString()]).Event(happened);
        }

        if (happened.Type == EventType.ConversationDeleted)
        {
            return EndAsync(happened);
        }

        hints.Note(conversationId, happened.Seq);
        return hub.Clients.Group(ChatGroups.Conversation(conversationId)).Event(happened);
    }

    /// <summary>All who are in it hear of the end, and nothing after it.</summary>
    private async Task EndAsync(ChatEvent deleted)
    {
        var id = deleted.ConversationId;
        await hub.Clients.Groups(ChatGroups.Conversation(id), ChatGroups.Hints(id)).Event(deleted);
        await groups.EndAsync(id);
    }

    private sealed record Told(ChatEvent Event, Audience Audience);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Up to {Count} events did not reach all clients: {Reason}")]
        public static partial void NotTold(ILogger logger, int count, string reason);
    }
}
