using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Pins;

/// <summary>Puts a message up for everyone, or takes it down.</summary>
internal sealed class PinMessage(ChangeMessage change)
{
    public Task<Outcome<Message>> ExecuteAsync(
        CurrentUser me, Guid messageId, bool on, CancellationToken cancellationToken) =>
        change.ExecuteAsync(
            "pin_message($1, $2, $3, $4, $5, $6, $7)",
            me,
            messageId,
            [
                ChangeMessage.IsModerator(me),
                new() { Value = on },
                new() { Value = ChatLimits.PinsPerConversation },
                new() { Value = ChatLimits.MessagesOfRequest },
            ],
            cancellationToken);
}
