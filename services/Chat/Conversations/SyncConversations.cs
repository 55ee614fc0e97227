using Npgsql;
using OneVOne.Chat.Data;
using OneVOne.Chat.Realtime;

namespace OneVOne.Chat.Conversations;

/// <summary>What a client is asked to compare after it was away.</summary>
/// <param name="HeadSeq">
/// The client asks <c>events?after=</c> its own last number until it has this one. One below the client's own is of another
/// history: the client forgets the conversation and fetches it anew.
/// </param>
/// <param name="HistoryFrom">Events up to this number are not the person's to read (any longer).</param>
public sealed record MovedConversation(
    Guid ConversationId,
    ConversationKind Kind,
    long HeadSeq,
    long HistoryFrom,
    long ReadSeq,
    long ReadVersion,
    long Unread,
    long Mentions);

/// <summary>A message that the person deleted for themselves.</summary>
public sealed record HiddenMessage(Guid ConversationId, Guid MessageId, long Seq);

/// <summary>
/// Tells which conversations moved since a client was last here. It needs no memory of the old connection, so any replica
/// answers it; and when many come at once, all who wait are answered by one query.
/// </summary>
internal sealed class SyncConversations
{
    private readonly ReadingDatabase database;
    private readonly JointRead<SyncQuestion, SyncAnswer> questions;

    public SyncConversations(ReadingDatabase database)
    {
        this.database = database;
        questions = new("sync", ChatLimits.SyncBatch, AnswerAsync);
    }

    public Task<SyncAnswer> ExecuteAsync(Guid me, SyncCall call, CancellationToken cancellationToken) =>
        questions.AskAsync(new SyncQuestion(me, call), cancellationToken);

    /// <summary>One round trip, in which each statement sees what was committed before it.</summary>
    private async Task<IReadOnlyList<SyncAnswer>> AnswerAsync(IReadOnlyList<SyncQuestion> asked)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(SyncStatements.Moved(asked));
        batch.BatchCommands.Add(SyncStatements.Gone(asked));
        batch.BatchCommands.Add(SyncStatements.Hidden(asked));
        batch.BatchCommands.Add(SyncStatements.Moment());
        await using var reader = await batch.ExecuteReaderAsync();
        var moved = await ReadAsync(reader, row => new MovedConversation(
            row.GetGuid(1),
            ConversationKinds.Parse(row.GetString(2)),
            row.GetInt64(3),
            row.GetInt64(4),
            row.GetInt64(5),
            row.GetInt64(6),
            row.GetInt64(7),
            row.GetInt64(8)));
        await reader.NextResultAsync();
        var gone = await ReadAsync(reader, row => row.GetGuid(1));
        await reader.NextResultAsync();
        var hidden = await ReadAsync(reader, row => new HiddenMessage(row.GetGuid(1), row.GetGuid(2), row.GetInt64(3)));
        await reader.NextResultAsync();
        await reader.ReadAsync();
        var (epoch, at) = (reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1));
        return [.. Enumerable.Range(1, asked.Count).Select(number => new SyncAnswer(
            epoch,
            at,
            [.. moved[number]],
            gone.Contains(number) ? [.. gone[number]] : null,
            hidden.Contains(number) ? [.. hidden[number]] : null))];
    }

    /// <summary>By the number of the question, which is the first column.</summary>
    private static async Task<ILookup<long, T>> ReadAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read)
    {
        var rows = new List<(long Number, T Row)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetInt64(0), read(reader)));
        }

        return rows.ToLookup(row => row.Number, row => row.Row);
    }
}
