using Npgsql;
using NpgsqlTypes;

namespace OneVOne.Chat.Messages;

/// <summary>
/// The call of <c>append_messages</c> on a connection of its own: made once, filled for each batch, and prepared by Npgsql
/// after a few of them.
/// </summary>
internal sealed class AppendCommand : IAsyncDisposable
{
    private readonly NpgsqlParameter<Guid[]> conversationIds = new();
    private readonly NpgsqlParameter<Guid[]> authorIds = new();
    private readonly NpgsqlParameter<string[]> authorNames = new();
    private readonly NpgsqlParameter<bool[]> moderators = new();
    private readonly NpgsqlParameter<Guid[]> clientMessageIds = new();
    private readonly NpgsqlParameter<Guid[]> messageIds = new();
    private readonly NpgsqlParameter<string[]> bodies = new();
    private readonly NpgsqlParameter<Guid?[]> repliesTo = new();
    private readonly NpgsqlParameter<string?[]> data = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };
    private readonly NpgsqlParameter<string?[]> everyone = new();
    private readonly NpgsqlParameter<int[]> mentionPositions = new();
    private readonly NpgsqlParameter<string?[]> mentionNames = new();
    private readonly NpgsqlParameter<Guid?[]> mentionIds = new();
    private readonly NpgsqlParameter<Guid[]> viewedConversationIds = new();
    private readonly NpgsqlParameter<Guid[]> viewerIds = new();
    private readonly NpgsqlParameter traceparent = new() { NpgsqlDbType = NpgsqlDbType.Text };
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand command;

    /// <param name="connection">Is closed with this.</param>
    public AppendCommand(NpgsqlConnection connection)
    {
        this.connection = connection;
        command = new NpgsqlCommand(
            """
            SELECT * FROM append_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """,
            connection)
        {
            CommandTimeout = (int)ChatLimits.WriteTimeout.TotalSeconds,
            Parameters =
            {
                conversationIds, authorIds, authorNames, moderators, clientMessageIds, messageIds, bodies, repliesTo, data,
                everyone, mentionPositions, mentionNames, mentionIds, viewedConversationIds, viewerIds,
                new NpgsqlParameter<int> { TypedValue = ChatLimits.MessagesOfRequest },
                traceparent,
            },
        };
    }

    public Task<NpgsqlDataReader> ExecuteAsync(
        IReadOnlyList<PendingMessage> batch, IReadOnlyList<(Guid ConversationId, Guid UserId)> viewers)
    {
        FillMessages(batch);
        FillMentions(batch);
        viewedConversationIds.TypedValue = [.. viewers.Select(viewer => viewer.ConversationId)];
        viewerIds.TypedValue = [.. viewers.Select(viewer => viewer.UserId)];
        traceparent.Value = (object?)batch[0].Traceparent ?? DBNull.Value;
        return command.ExecuteReaderAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await command.DisposeAsync();
        await connection.DisposeAsync();
    }

    private void FillMessages(IReadOnlyList<PendingMessage> batch)
    {
        var count = batch.Count;
        conversationIds.TypedValue = new Guid[count];
        authorIds.TypedValue = new Guid[count];
        authorNames.TypedValue = new string[count];
        moderators.TypedValue = new bool[count];
        clientMessageIds.TypedValue = new Guid[count];
        messageIds.TypedValue = new Guid[count];
        bodies.TypedValue = new string[count];
        repliesTo.TypedValue = new Guid?[count];
        data.TypedValue = new string?[count];
        everyone.TypedValue = new string?[count];
        for (var i = 0; i < count; i++)
        {
            var pending = batch[i];
            conversationIds.TypedValue[i] = pending.ConversationId;
            authorIds.TypedValue[i] = pending.Author.Id;
            authorNames.TypedValue[i] = pending.Author.Username;
            moderators.TypedValue[i] = pending.IsModerator;
            clientMessageIds.TypedValue[i] = pending.Message.ClientMessageId;
            messageIds.TypedValue[i] = pending.Id;
            bodies.TypedValue[i] = pending.Message.Body;
            repliesTo.TypedValue[i] = pending.Message.ReplyTo;
            data.TypedValue[i] = pending.Data?.GetRawText();
            everyone.TypedValue[i] = pending.Mentioned.Everyone;
        }
    }

    /// <summary>Of each message the names, and the people who were here; both with its position, from 1.</summary>
    private void FillMentions(IReadOnlyList<PendingMessage> batch)
    {
        var named = new List<(int Position, string? Name, Guid? UserId)>();
        for (var i = 0; i < batch.Count; i++)
        {
            var (position, mentioned) = (i + 1, batch[i].Mentioned);
            named.AddRange(mentioned.Names.Select(name => (position, (string?)name, (Guid?)null)));
            named.AddRange(mentioned.Here.Select(id => (position, (string?)null, (Guid?)id)));
        }

        mentionPositions.TypedValue = [.. named.Select(item => item.Position)];
        mentionNames.TypedValue = [.. named.Select(item => item.Name)];
        mentionIds.TypedValue = [.. named.Select(item => item.UserId)];
    }
}
