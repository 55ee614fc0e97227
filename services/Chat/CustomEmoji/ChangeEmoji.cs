using Npgsql;
using OneVOne.Chat.Messages;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Pictures;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.CustomEmoji;

/// <summary>Adds an emoji to a conversation, gives it another picture, or removes it.</summary>
internal sealed class ChangeEmoji(ConversationActs acts)
{
    private static readonly PictureRules Rules = new(
        "emoji", PictureKinds.Png | PictureKinds.Gif | PictureKinds.Webp, "PNG, GIF or WebP", ChatLimits.MaxEmojiSide);

    public async Task<Outcome<Done>> PutAsync(
        CurrentUser me, Guid conversationId, string name, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        if (EmojiName.Check(name) is { } refused)
        {
            return refused;
        }

        var picture = Picture.Of(file.Span, Rules);
        return picture.Problem ?? await ExecuteAsync(
            "put_custom_emoji($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            me,
            conversationId,
            [
                new() { Value = name },
                new() { Value = Guid.CreateVersion7() },
                new() { Value = picture.Value.ContentType },
                new() { Value = picture.Value.Bytes },
                new() { Value = ChatLimits.EmojiPerConversation },
            ],
            cancellationToken);
    }

    public async Task<Outcome<Done>> RemoveAsync(
        CurrentUser me, Guid conversationId, string name, CancellationToken cancellationToken) =>
        EmojiName.Check(name) ?? await ExecuteAsync(
            "remove_custom_emoji($1, $2, $3, $4, $5, $6)", me, conversationId, [new() { Value = name }], cancellationToken);

    private async Task<Outcome<Done>> ExecuteAsync(
        string function,
        CurrentUser me,
        Guid conversationId,
        IEnumerable<NpgsqlParameter> rest,
        CancellationToken cancellationToken)
    {
        var act = await acts.ExecuteAsync(
            function,
            [
                .. ChangeMessage.Actor(conversationId, me),
                ChangeMessage.IsModerator(me),
                .. rest,
                new() { Value = ChatLimits.MessagesOfRequest },
            ],
            cancellationToken);
        return act.IsDone ? Done.Instance : EmojiProblems.Of(act.Verdict);
    }
}
