using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;
using OneVOne.Chat.Rooms;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Inbox;

/// <summary>
/// Answers a message request: taken, after which both may write, or put out of sight, of which who asked learns nothing.
/// Writing into it takes it too, and so does opening it as one's own (<see cref="OpenDirect"/>).
/// </summary>
internal sealed class AnswerRequest(ConversationActs acts, ReadConversations conversations, Memberships memberships)
{
    private static readonly Problem Own =
        Problem.Conflict("request.own", "You asked yourself; the answer is the other's to give.");

    private static readonly Problem Answered =
        Problem.Conflict("request.answered", "This is no request any more. Block the person to hear no more of them.");

    public Task<Outcome<Conversation>> AcceptAsync(Guid me, Guid conversationId, CancellationToken cancellationToken) =>
        AnswerAsync("accept_request($1, $2)", me, conversationId, cancellationToken);

    public Task<Outcome<Conversation>> IgnoreAsync(Guid me, Guid conversationId, CancellationToken cancellationToken) =>
        AnswerAsync("ignore_request($1, $2)", me, conversationId, cancellationToken);

    private async Task<Outcome<Conversation>> AnswerAsync(
        string function, Guid me, Guid conversationId, CancellationToken cancellationToken)
    {
        var act = await acts.ExecuteAsync(
            function, [new() { Value = conversationId }, new() { Value = me }], cancellationToken);
        switch (act.Verdict)
        {
            case "not_yours":
                return Own;
            case "answered":
                return Answered;
            case "not_found":
                return ConversationProblems.NotFound;
        }

        await memberships.TellAsync(me, conversationId);
        return await conversations.FindAsync(me, conversationId, cancellationToken);
    }
}
