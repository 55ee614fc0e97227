using Microsoft.AspNetCore.SignalR;
using OneVOne.Chat.Realtime;

namespace OneVOne.Chat.Occupancy;

/// <summary>
/// What this replica's connections look at: the truth of which the register keeps a copy under one lease for the whole
/// replica. Memory is changed and the command sent under one lock, so the register sees changes in their order; whatever goes
/// wrong with Redis makes the copy stale, and <see cref="OccupancyBeat"/> writes all of it again under a new lease.
/// </summary>
internal sealed partial class Viewing(
    OccupancyRegister register, IHubContext<ChatHub, IChatClient> hub, ILogger<Viewing> logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (Guid ConversationId, Guid UserId)> byConnection = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid ConversationId, Guid UserId), int> connections = [];
    private string lease = "";
    private bool isStale = true;

    /// <summary>The lease under which all of it stands in Redis; null while it must be written again.</summary>
    public string? CurrentLease
    {
        get
        {
            lock (gate)
            {
                return isStale ? null : lease;
            }
        }
    }

    /// <summary>
    /// A connection looks at a conversation from now on, or at none, and hears how many do. Never fails: without Redis it
    /// hears so when Redis is back.
    /// </summary>
    public async Task LookAsync(string connectionId, Guid userId, Guid? conversationId)
    {
        var before = Find(connectionId);
        if (before != conversationId && before is { } left)
        {
            await hub.Groups.RemoveFromGroupAsync(connectionId, ChatGroups.Viewers(left));
        }

        if (conversationId is { } id)
        {
            // Before it counts: the word of its own coming is for it too.
            await hub.Groups.AddToGroupAsync(connectionId, ChatGroups.Viewers(id));
            if (await ChangeAsync(connectionId, (id, userId)) is { } number)
            {
                await hub.Clients.Client(connectionId).Occupancy(new ConversationOccupancy(id, number));
            }
        }
        else
        {
            await ChangeAsync(connectionId, null);
        }
    }

    /// <summary>A connection went; its groups went with it.</summary>
    public Task ForgetAsync(string connectionId) => ChangeAsync(connectionId, null);

    public void MarkStale()
    {
        lock (gate)
        {
            isStale = true;
        }
    }

    /// <summary>Writes everything under a new lease. The old one ends by itself: it counts nobody twice.</summary>
    public async Task WriteAgainAsync()
    {
        var fresh = Guid.NewGuid().ToString("N");
        await register.AcquireAsync(fresh);
        (Guid ConversationId, Guid UserId)[] here;
        lock (gate)
        {
            (lease, isStale) = (fresh, false);
            here = [.. connections.Keys];
        }

        foreach (var batch in here.Chunk(ChatLimits.OccupancyBatch))
        {
            Task<long?> looking;
            lock (gate)
            {
                // Who has looked away since the list was made has already told the register so.
                var still = batch.Where(connections.ContainsKey).Select(pair => (true, pair.ConversationId, pair.UserId)).ToArray();
                looking = still.Length == 0 ? Task.FromResult<long?>(0) : register.LookAsync(fresh, still);
            }

            if (await looking is null)
            {
                MarkStale();
            }
        }
    }

    private Guid? Find(string connectionId)
    {
        lock (gate)
        {
            return byConnection.TryGetValue(connectionId, out var looked) ? looked.ConversationId : null;
        }
    }

    /// <summary>The number of people who look at the conversation that is looked at now, when it is known.</summary>
    private async Task<long?> ChangeAsync(string connectionId, (Guid ConversationId, Guid UserId)? now)
    {
        Task<long?> looking;
        lock (gate)
        {
            var changes = new List<(bool, Guid, Guid)>();
            if (byConnection.Remove(connectionId, out var before) && --connections[before] == 0)
            {
                connections.Remove(before);
                changes.Add((false, before.ConversationId, before.UserId));
            }

            if (now is { } looked)
            {
                byConnection[connectionId] = looked;
                connections[looked] = connections.GetValueOrDefault(looked) + 1;
                // Also when another device of theirs looks already: for the number.
                changes.Add((true, looked.ConversationId, looked.UserId));
            }

            if (isStale || changes.Count == 0)
            {
                return null;
            }

            looking = register.LookAsync(lease, changes);
        }

        try
        {
            var number = await looking;
            if (number is null)
            {
                MarkStale();
            }

            return number;
        }
        catch (Exception e) when (OccupancyRegister.IsAway(e))
        {
            Log.NotWritten(logger, e.Message);
            MarkStale();
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis did not hear who looks at what and will get all of it again: {Reason}")]
        public static partial void NotWritten(ILogger logger, string reason);
    }
}
