using Microsoft.AspNetCore.SignalR;
using Npgsql;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>Deletes a message for one person alone, on all their devices; it stays for everyone else.</summary>
internal sealed class HideMessage(NpgsqlDataSource dataSource, IHubContext<ChatHub, IChatClient> hub)
{
    // What is unread is counted by a statement of its own, which sees that the message is hidden.
    private static readonly string MarkSql =
        $"""
        SELECT mine.read_seq, mine.read_version, unread.messages, unread.mentions
        FROM members mine
        CROSS JOIN LATERAL unread_in(
            mine.conversation_id, $2, greatest(mine.read_seq, mine.history_from), {ChatLimits.UnreadBound}) unread
        WHERE mine.user_id = $2 AND mine.conversation_id = (SELECT m.conversation_id FROM messages m WHERE m.id = $1)
        """;

    public async Task<Outcome<Done>> ExecuteAsync(CurrentUser me, Guid messageId, CancellationToken cancellationToken)
    {
        var (hidden, mark) = await WriteAsync(me, messageId, cancellationToken);
        if (hidden is null)
        {
            return MessageProblems.NotFound;
        }

        var own = hub.Clients.User(me.Id.ToString());
        if (hidden.IsNew)
        {
            await own.Hidden(new MessageHidden(hidden.ConversationId, messageId, hidden.Seq));
        }

        if (mark is not null)
        {
            await own.Read(mark);
        }

        return Done.Instance;
    }

    private async Task<(HiddenRow? Hidden, ConversationReadElsewhere? Mark)> WriteAsync(
        CurrentUser me, Guid messageId, CancellationToken cancellationToken)
    {
        await using var batch = dataSource.CreateBatch();
        var hide = new NpgsqlBatchCommand("SELECT * FROM hide_message($1, $2, $3)");
        hide.Parameters.AddRange(ChangeMessage.Actor(messageId, me));
        batch.BatchCommands.Add(hide);
        batch.BatchCommands.Add(new(MarkSql)
        {
            Parameters = { new() { Value = messageId }, new() { Value = me.Id } },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return (null, null);
        }

        var hidden = new HiddenRow(reader.GetGuid(0), reader.GetInt64(1), reader.GetBoolean(2), reader.GetBoolean(3));
        await reader.NextResultAsync(cancellationToken);
        var mark = hidden.IsUnread && await reader.ReadAsync(cancellationToken)
            ? new ConversationReadElsewhere(
                hidden.ConversationId, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3))
            : null;
        // Past the end of the last result: only then has the transaction committed.
        await reader.NextResultAsync(cancellationToken);
        return (hidden, mark);
    }

    private sealed record HiddenRow(Guid ConversationId, long Seq, bool IsNew, bool IsUnread);
}
