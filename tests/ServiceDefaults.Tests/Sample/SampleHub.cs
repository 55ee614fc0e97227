using Microsoft.AspNetCore.SignalR;

namespace OneVOne.ServiceDefaults.Tests.Sample;

public sealed record Text(string Value);

public sealed class SampleHub : Hub
{
    public string Id(Text _) => Context.ConnectionId;

    public Text Echo(Text text) => text;

    public Text Fail(Text _) => throw new InvalidOperationException("a secret of the server");

    public Task Join(Text group) => Groups.AddToGroupAsync(Context.ConnectionId, group.Value);

    public Task Leave(Text group) => Groups.RemoveFromGroupAsync(Context.ConnectionId, group.Value);
}
