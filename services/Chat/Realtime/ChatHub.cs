using Microsoft.AspNetCore.SignalR;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;
using OneVOne.Chat.Occupancy;
using OneVOne.Chat.People;
using OneVOne.Chat.Pins;
using OneVOne.Chat.Reactions;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Realtime;

namespace OneVOne.Chat.Realtime;

/// <summary>
/// The live side of Chat, at <c>/hubs/chat</c>. Each method takes one record and answers with one, or fails with the
/// problem that the HTTP endpoint of the same act would give. A call that is answered was made after the connection had
/// begun to hear events: connect, then <see cref="Sync"/>, then fetch what moved.
/// </summary>
internal sealed class ChatHub(
    ChatConnections connections,
    ConversationGroups groups,
    Viewers viewers,
    Viewing viewing,
    SendMessage send,
    SyncConversations sync,
    MarkRead markRead,
    ViewConversation view,
    SignalTyping typing) : Hub<IChatClient>
{
    private CurrentUser Me => CurrentUser.From(Context.User);

    /// <summary>Writes a message; answers when it is committed, together with the event.</summary>
    public async Task<SentMessage?> Send(SendCall call)
    {
        var written = WrittenConversations.Of(Context);
        var outcome = await send.ExecuteAsync(
            Caller.Of(Context),
            call.ConversationId,
            new NewMessage(call.ClientMessageId, call.Body, call.ReplyTo),
            Context.ConnectionAborted,
            answered: call.InvocationId is { } id ? (Context.ConnectionId, id) : null,
            taken: written.Contains(call.ConversationId) ? call.Turn!.GiveWay : null);
        if (outcome.Problem is { } problem)
        {
            // Not thrown: under too much load most sends end here, and an exception on its way through SignalR costs more
            // than a send.
            await CallAnswers.Of(Context).FailAsync(call.InvocationId, problem);
            return null;
        }

        written.Add(call.ConversationId);
        if (outcome.Value.Duplicate)
        {
            // It has no event.
            await CallAnswers.Of(Context).SucceedAsync(call.InvocationId, outcome.Value);
        }

        return outcome.Value;
    }

    /// <summary>Edits a message of one's own.</summary>
    public async Task<Message> Edit(EditCall call, EditMessage edit) =>
        (await edit.ExecuteAsync(Me, call.MessageId, call.Body, call.Version, Context.ConnectionAborted)).OrHubError();

    /// <summary>Deletes a message, for everyone or for oneself.</summary>
    public async Task<Done> Delete(DeleteCall call, DeleteMessage delete, HideMessage hide) => (call.ForMe
        ? await hide.ExecuteAsync(Me, call.MessageId, Context.ConnectionAborted)
        : await delete.ExecuteAsync(Me, call.MessageId, Context.ConnectionAborted)).OrHubError();

    /// <summary>Reacts to a message, or takes that back.</summary>
    public async Task<Message> React(ReactCall call, ReactToMessage react) =>
        (await react.ExecuteAsync(Me, call.MessageId, call.Emoji, call.On, Context.ConnectionAborted)).OrHubError();

    /// <summary>Pins a message, or takes it down.</summary>
    public async Task<Message> Pin(PinCall call, PinMessage pin) =>
        (await pin.ExecuteAsync(Me, call.MessageId, call.On, Context.ConnectionAborted)).OrHubError();

    /// <summary>Which conversations moved since the numbers that the client has.</summary>
    public async Task<SyncAnswer> Sync(SyncCall call)
    {
        // First: what happens after the heads are read is heard.
        await groups.CheckAsync(Context.ConnectionId, Context.ConnectionAborted);
        return await sync.ExecuteAsync(Me.Id, call, Context.ConnectionAborted);
    }

    /// <summary>Moves the person's read mark; the highest wins.</summary>
    public async Task<ReadMark> MarkRead(MarkReadCall call) =>
        (await markRead.ExecuteAsync(Me.Id, call.ConversationId, call.Seq, Context.ConnectionAborted)).OrHubError();

    /// <summary>Takes the read mark back to before a message.</summary>
    public async Task<ReadMark> MarkUnread(MarkUnreadCall call, MarkUnread markUnread) =>
        (await markUnread.ExecuteAsync(Me.Id, call.ConversationId, call.Seq, Context.ConnectionAborted)).OrHubError();

    /// <summary>Tells what this connection shows: who looks at a conversation needs no notification of it, and hears how many do.</summary>
    public async Task<Done> View(ViewCall call) =>
        (await view.ExecuteAsync(Context.ConnectionId, Me.Id, call.ConversationId, Context.ConnectionAborted))
            .OrHubError();

    /// <summary>Tells the others that the person types; passed on at most once in three seconds.</summary>
    public async Task<Done> Typing(TypingCall call) =>
        (await typing.ExecuteAsync(Me, Context.ConnectionId, call.ConversationId, Context.ConnectionAborted))
            .OrHubError();

    public override async Task OnConnectedAsync()
    {
        await groups.ConnectAsync(Context.ConnectionId, Me.Id, Context.ConnectionAborted);
        await connections.AddAsync(Context.ConnectionId);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Remove(Context.ConnectionId);
        groups.Forget(Context.ConnectionId);
        viewers.Leave(Context.ConnectionId);
        return viewing.ForgetAsync(Context.ConnectionId);
    }
}
