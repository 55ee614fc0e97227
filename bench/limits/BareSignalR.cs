using Microsoft.AspNetCore.SignalR;

namespace OneVOne.Limits;

/// <summary>A group broadcast by SignalR alone: no accounts, nothing stored, one process.</summary>
internal static class BareSignalR
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSignalR();
        return app => app.MapHub<BareHub>("/hub");
    }
}

internal sealed record JoinRoom(string ConversationId);

internal sealed record SendText(string ConversationId, Guid ClientMessageId, string Body);

internal sealed record Written(Guid MessageId);

internal sealed class BareHub : Hub
{
    public Task Join(JoinRoom call) => Groups.AddToGroupAsync(Context.ConnectionId, call.ConversationId);

    public async Task<Written> Send(SendText call)
    {
        await Clients.Group(call.ConversationId).SendAsync("Event", call);
        return new Written(call.ClientMessageId);
    }

    public override Task OnConnectedAsync() => Clients.Caller.SendAsync("Greeted");
}
