using System.Text.Json.Serialization;
using Npgsql;

namespace OneVOne.Chat.Scheduled;

/// <summary>A message that waits for its time, or that could not be sent at it.</summary>
/// <param name="Code">Of a failed one the code of the refusal that sending it by hand would give.</param>
public sealed record ScheduledMessage(
    Guid Id,
    Guid ConversationId,
    Guid ClientMessageId,
    string Body,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? ReplyTo,
    DateTimeOffset SendAt,
    ScheduledState State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code,
    DateTimeOffset CreatedAt)
{
    internal const string Columns =
        "s.id, s.conversation_id, s.client_message_id, s.body, s.reply_to, s.send_at, s.failure, s.created_at";

    internal static ScheduledMessage Read(NpgsqlDataReader reader, int first = 0)
    {
        var code = reader.IsDBNull(first + 6) ? null : reader.GetString(first + 6);
        return new(
            reader.GetGuid(first),
            reader.GetGuid(first + 1),
            reader.GetGuid(first + 2),
            reader.GetString(first + 3),
            reader.IsDBNull(first + 4) ? null : reader.GetGuid(first + 4),
            reader.GetFieldValue<DateTimeOffset>(first + 5),
            code is null ? ScheduledState.Pending : ScheduledState.Failed,
            code,
            reader.GetFieldValue<DateTimeOffset>(first + 7));
    }
}

public enum ScheduledState
{
    /// <summary>Waits for its time.</summary>
    Pending,

    /// <summary>Sent, and no longer in the list.</summary>
    Sent,

    /// <summary>Refused at its time; stays in the list.</summary>
    Failed,

    /// <summary>Taken back by its author, and no longer in the list.</summary>
    Deleted,
}

/// <summary>What the author's devices hear of a scheduled message.</summary>
public sealed record ScheduledChange(
    Guid Id,
    Guid ConversationId,
    ScheduledState State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code = null);

/// <param name="ClientMessageId">As of a message that is sent at once: asking again with it schedules nothing twice.</param>
/// <param name="SendAt">From ten seconds on, within a year.</param>
/// <param name="ReplyTo">Optional: the id of a message of the same conversation.</param>
public sealed record NewScheduledMessage(
    Guid ConversationId, Guid ClientMessageId, string Body, DateTimeOffset SendAt, Guid? ReplyTo = null);

/// <summary>What is not given stays as it is.</summary>
public sealed record ScheduledMessageChange(string? Body = null, DateTimeOffset? SendAt = null);
