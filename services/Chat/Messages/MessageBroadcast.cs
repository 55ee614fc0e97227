using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using OneVOne.Chat.Realtime;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Tells connected clients of committed messages, in the order of their numbers as far as this replica wrote them.
/// Apart from the writer, so that neither acknowledgements nor the next batch wait for Redis.
/// </summary>
internal sealed partial class MessageBroadcast(IHubContext<ChatHub, IChatClient> hub, ILogger<MessageBroadcast> logger)
    : BackgroundService
{
    private readonly Channel<Told> queue = Channel.CreateBounded<Told>(
        new BoundedChannelOptions(ChatLimits.BroadcastQueue)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.DropOldest,
        },
        _ => ChatTelemetry.NotBroadcast.Add(1));

    public void Enqueue(PendingMessage pending, WrittenMessage written) =>
        queue.Writer.TryWrite(new Told(
            new Message(
                written.MessageId,
                pending.ConversationId,
                written.Seq,
                pending.Message.ClientMessageId,
                pending.Author,
                pending.Message.Body,
                written.CreatedAt),
            written.Pair));

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

    private Task SendAsync(Told told) =>
        told.Pair is { } pair
            ? hub.Clients.Users([pair.Low.ToString(), pair.High.ToString()]).Event(told.Message)
            : hub.Clients.Group(ChatGroups.Conversation(told.Message.ConversationId)).Event(told.Message);

    private sealed record Told(Message Message, (Guid Low, Guid High)? Pair);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Up to {Count} messages did not reach all clients: {Reason}")]
        public static partial void NotTold(ILogger logger, int count, string reason);
    }
}
