using Microsoft.Extensions.Options;
using NpgsqlTypes;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>Puts another text in the place of an author's own. The former ones stay readable as revisions.</summary>
internal sealed class EditMessage(ChangeMessage change, WhoIsHere whoIsHere, IOptions<MessageOptions> options)
{
    /// <param name="version">
    /// A state that the author has seen: refused when the text is another since. Reactions in between do no harm.
    /// </param>
    public async Task<Outcome<Message>> ExecuteAsync(
        CurrentUser me, Guid messageId, string body, long? version, CancellationToken cancellationToken)
    {
        if (MessageText.Check(body, options.Value.MaxLength) is { } refused)
        {
            return refused;
        }

        var mentioned = await whoIsHere.AddAsync(Mentioned.In(body), me, messageId, cancellationToken);
        return await change.ExecuteAsync(
            "edit_message($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            me,
            messageId,
            [
                ChangeMessage.IsModerator(me),
                new() { Value = body },
                new() { Value = (object?)version ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                new() { Value = (object?)options.Value.EditWindow ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval },
                new() { Value = ChatLimits.EditsPerMessage },
                new() { Value = ChatLimits.MessagesOfRequest },
                new() { Value = mentioned.Names.ToArray() },
                new() { Value = (object?)mentioned.Everyone ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = mentioned.Here.ToArray() },
            ],
            cancellationToken);
    }
}
