using Npgsql;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Runs an act on a message and answers with the message as everyone sees it then, which is what the event tells. Every act
/// takes the message, who acts, their name, and what else it needs.
/// </summary>
internal sealed class ChangeMessage(ConversationActs acts, ReadMessage messages)
{
    /// <param name="function">The call, such as <c>pin_message($1, $2, $3, $4)</c>.</param>
    /// <param name="rest">Its parameters from <c>$4</c> on.</param>
    public async Task<Outcome<Message>> ExecuteAsync(
        string function,
        CurrentUser me,
        Guid messageId,
        IEnumerable<NpgsqlParameter> rest,
        CancellationToken cancellationToken)
    {
        var act = await acts.ExecuteAsync(function, [.. Actor(messageId, me), .. rest], cancellationToken);
        if (!act.IsDone)
        {
            return MessageProblems.Of(act.Verdict);
        }

        // It was so already.
        return act.Message ?? await messages.FindAsEveryoneSeesItAsync(me.Id, messageId, cancellationToken);
    }

    /// <summary>The parameters that every act begins with: on what, by whom, and what others are to call them.</summary>
    public static NpgsqlParameter[] Actor(Guid id, CurrentUser me) =>
        [new() { Value = id }, new() { Value = me.Id }, new() { Value = me.Username }];

    /// <summary>Whether somebody keeps order on the whole site.</summary>
    public static NpgsqlParameter IsModerator(CurrentUser me) => new() { Value = me.Role >= Role.Moderator };
}
