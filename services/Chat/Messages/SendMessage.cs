using System.Text.Json;
using Microsoft.Extensions.Options;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.People;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Chat.Messages;

/// <summary>Writes a message, for the endpoint and the hub alike.</summary>
internal sealed class SendMessage(
    MessageWriter writer, ConfirmFriendship friendships, WhoIsHere whoIsHere, IOptions<MessageOptions> options)
{
    private static readonly Problem IdReused =
        new(422, "message.id_reused", "This clientMessageId was sent before with other content.");

    private static readonly Problem ReplyNotFound = Problem.NotFound(
        "message.reply_not_found", "What this replies to is not in this conversation any more. Send it without replyTo.");

    internal static readonly Problem RequestPending = Problem.Forbidden(
        "direct.request_pending", "Your message request has no answer yet. Wait until it is accepted.");

    /// <param name="forwarded">Of a forwarded message where it comes from; it names nobody anew.</param>
    /// <param name="answered">The call of a hub that is answered with the event of what is written now.</param>
    /// <param name="taken">Told when the message has its place among those of its author: what is sent from then on comes behind it.</param>
    public async Task<Outcome<SentMessage>> ExecuteAsync(
        Caller caller,
        Guid conversationId,
        NewMessage message,
        CancellationToken cancellationToken,
        JsonElement? forwarded = null,
        (string ConnectionId, string InvocationId)? answered = null,
        Action? taken = null)
    {
        if (message.ClientMessageId == Guid.Empty)
        {
            return Problem.Invalid("clientMessageId", "A UUID of its own for each message.");
        }

        if (MessageText.Check(message.Body, options.Value.MaxLength) is { } refused)
        {
            return refused;
        }

        var mentioned = forwarded is null
            ? await whoIsHere.AddAsync(Mentioned.In(message.Body), caller.User, conversationId, cancellationToken)
            : Mentioned.Nobody;
        var writing = WriteAsync(caller, conversationId, message, mentioned, forwarded, answered);
        taken?.Invoke();
        var outcome = await writing;
        if (!caller.IsAway && outcome is { Problem: null, Value: { Verdict: Verdict.NotAllowed, Pair: { } pair } })
        {
            var other = pair.Low == caller.Id ? pair.High : pair.Low;
            if (await friendships.ExecuteAsync(caller.Id, other, caller.Authorization, cancellationToken))
            {
                outcome = await WriteAsync(caller, conversationId, message, mentioned, forwarded, answered);
            }
        }

        return outcome.Problem is { } problem ? problem : Answer(outcome.Value);
    }

    private Task<Outcome<WrittenMessage>> WriteAsync(
        Caller caller,
        Guid conversationId,
        NewMessage message,
        Mentioned mentioned,
        JsonElement? forwarded,
        (string ConnectionId, string InvocationId)? answered) =>
        writer.WriteAsync(new PendingMessage(conversationId, new Author(caller.Id, caller.User.Username), message, answered)
        {
            IsModerator = caller.User.Role >= Role.Moderator,
            Mentioned = mentioned,
            Data = forwarded,
        });

    private static Outcome<SentMessage> Answer(WrittenMessage written) => written.Verdict switch
    {
        Verdict.Created => new SentMessage(written.MessageId, written.Seq, written.CreatedAt, Duplicate: false),
        Verdict.Duplicate => new SentMessage(written.MessageId, written.Seq, written.CreatedAt, Duplicate: true),
        Verdict.Reused => IdReused,
        Verdict.NotFound => ConversationProblems.NotFound,
        Verdict.NotAllowed => ConversationProblems.NotAllowed,
        Verdict.RequestPending => RequestPending,
        Verdict.ReplyNotFound => ReplyNotFound,
        Verdict.SlowMode => SlowMode(written.RetryAfter!.Value),
        _ => throw new InvalidOperationException($"Unknown verdict {written.Verdict}."),
    };

    private static Problem SlowMode(TimeSpan wait) => new(
        429, "slow_mode", $"This conversation is slow: write again in {Math.Ceiling(wait.TotalSeconds)} s.", RetryAfter: wait);
}
