using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace OneVOne.Chat.Realtime;

/// <summary>
/// Tells those who do not look at a large conversation that it goes on: how far it is, and at most once in a while. So what
/// is said there costs nothing for each of those who are not looking.
/// </summary>
internal sealed partial class Hints(IHubContext<ChatHub, IChatClient> hub, TimeProvider time, ILogger<Hints> logger)
    : BackgroundService
{
    private readonly ConcurrentDictionary<Guid, long> heads = new();

    /// <summary>Something happened in a conversation that has a group.</summary>
    public void Note(Guid conversationId, long seq) => heads.AddOrUpdate(conversationId, seq, (_, head) => Math.Max(head, seq));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ChatLimits.HintInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TellAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The replica stops.
        }
    }

    private async Task TellAsync()
    {
        var sends = new List<Task>();
        foreach (var conversationId in heads.Keys)
        {
            if (heads.TryRemove(conversationId, out var head))
            {
                sends.Add(hub.Clients.Group(ChatGroups.Hints(conversationId)).Hint(new ConversationHint(conversationId, head)));
            }
        }

        try
        {
            await Task.WhenAll(sends).WaitAsync(ChatLimits.BroadcastTimeout, time);
        }
        catch (Exception e)
        {
            Log.NotTold(logger, sends.Count, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Up to {Count} hints did not reach all clients: {Reason}")]
        public static partial void NotTold(ILogger logger, int count, string reason);
    }
}
