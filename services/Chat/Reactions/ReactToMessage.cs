using System.Text.RegularExpressions;
using OneVOne.Chat.CustomEmoji;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Emojis;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Reactions;

/// <summary>Puts a person's emoji beside a message, or takes it away: each person and emoji once.</summary>
internal sealed partial class ReactToMessage(ChangeMessage change)
{
    /// <param name="emoji">One emoji, or <c>:name:</c> of the conversation's own.</param>
    public async Task<Outcome<Message>> ExecuteAsync(
        CurrentUser me, Guid messageId, string emoji, bool on, CancellationToken cancellationToken) =>
        Check(emoji) ?? await change.ExecuteAsync(
            "react_to_message($1, $2, $3, $4, $5, $6, $7, $8)",
            me,
            messageId,
            [
                new() { Value = emoji },
                new() { Value = on },
                new() { Value = ChatLimits.ReactionKinds },
                new() { Value = ChatLimits.ReactionKindsPerPerson },
                new() { Value = ChatLimits.MessagesOfRequest },
            ],
            cancellationToken);

    /// <summary>Why it can be no reaction; null when it can.</summary>
    public static Problem? Check(string emoji) =>
        Emoji.IsOne(emoji) || Own().IsMatch(emoji)
            ? null
            : Problem.Invalid("emoji", "One emoji, or :name: of one of the conversation's own.");

    [GeneratedRegex($"^:{EmojiName.Pattern}:\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Own();
}
