using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Realtime;
using StackExchange.Redis;

namespace OneVOne.Chat.Receipts;

/// <summary>
/// Tells the others of a conversation that somebody has read on: at most one receipt for each person, conversation and second,
/// each with what is true when it goes out. Whoever scrolls through a hundred messages costs no more than who reads one.
/// </summary>
internal sealed partial class TellReceipts(
    NpgsqlDataSource dataSource,
    IHubContext<ChatHub, IChatClient> hub,
    IConnectionMultiplexer redis,
    IOptions<RedisBackplaneOptions> backplane,
    IOptions<ReceiptOptions> options,
    TimeProvider time,
    ILogger<TellReceipts> logger)
{
    // Who is not to hear: people with whom there is a block, and those who show no receipts of their own.
    private const string Sql =
        """
        SELECT greatest(m.seen_seq, m.read_seq),
            CASE WHEN c.low_user_id = $2 THEN c.high_user_id ELSE c.low_user_id END,
            ARRAY(
                SELECT b.user_id FROM blocked_with($2) b
                UNION
                SELECT s.user_id FROM members o JOIN person_settings s ON s.user_id = o.user_id AND NOT s.read_receipts
                WHERE o.conversation_id = c.id)
        FROM conversations c
        JOIN members m ON m.conversation_id = c.id AND m.user_id = $2
        WHERE c.id = $1 AND may_read(c, $2) AND tells_reads(c, $3) AND shows_reads($2)
          AND coalesce(c.requested_by = $2, true)
        """;

    private readonly ConcurrentDictionary<(Guid ConversationId, Guid UserId), byte> waiting = new();

    /// <summary>Notes that a person's mark went forward; what is noted already is told once.</summary>
    public void Moved(Guid conversationId, Guid userId)
    {
        if (waiting.TryAdd((conversationId, userId), 0))
        {
            _ = TellInTurnAsync(conversationId, userId);
        }
    }

    private async Task TellInTurnAsync(Guid conversationId, Guid userId)
    {
        try
        {
            while (!await IsTurnAsync(conversationId, userId))
            {
                await Task.Delay(ChatLimits.ReceiptStep, time);
            }

            // Before it is read: a move that this one does not see asks for one of its own.
            waiting.TryRemove((conversationId, userId), out _);
            await TellAsync(conversationId, userId);
        }
        catch (Exception e)
        {
            waiting.TryRemove((conversationId, userId), out _);
            Log.NotTold(logger, conversationId, e.Message);
        }
    }

    private async Task TellAsync(Guid conversationId, Guid userId)
    {
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = conversationId });
        command.Parameters.Add(new() { Value = userId });
        command.Parameters.Add(new() { Value = options.Value.MaxMembers });
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
        {
            return;
        }

        var receipt = new ReadReceipt(conversationId, userId, reader.GetInt64(0));
        Guid? peer = reader.IsDBNull(1) ? null : reader.GetGuid(1);
        var deaf = reader.GetFieldValue<Guid[]>(2);
        if (peer is null)
        {
            await hub.Clients.GroupExcept(
                ChatGroups.Conversation(conversationId),
                [userId.ToString(), .. deaf.Select(id => id.ToString())]).Receipt(receipt);
        }
        else if (!deaf.Contains(peer.Value))
        {
            await hub.Clients.User(peer.Value.ToString()).Receipt(receipt);
        }
    }

    /// <summary>In Redis, as the person's devices may be on several replicas. Without it each replica counts for itself.</summary>
    private async Task<bool> IsTurnAsync(Guid conversationId, Guid userId)
    {
        try
        {
            var key = $"{backplane.Value.ChannelPrefix}:chat:receipt:{conversationId:N}:{userId:N}";
            return await redis.GetDatabase().StringSetAsync(key, "", ChatLimits.ReceiptInterval, When.NotExists)
                .WaitAsync(backplane.Value.RedisTimeout, time);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            await Task.Delay(ChatLimits.ReceiptInterval, time);
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Who has read in {ConversationId} was not told: {Reason}")]
        public static partial void NotTold(ILogger logger, Guid conversationId, string reason);
    }
}
