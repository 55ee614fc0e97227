using System.Net.WebSockets;

namespace OneVOne.Bench.Wire;

/// <summary>Plain JSON over a WebSocket, as the peer on Django Channels speaks it.</summary>
internal sealed class ChannelsLink : Link
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource joined = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<ChannelsLink> ConnectAsync(Uri server, string token)
    {
        var link = new ChannelsLink();
        await link.OpenAsync(new UriBuilder(server) { Scheme = "ws", Path = "/chat", Query = $"token={token}" }.Uri);
        await Task.WhenAny(link.joined.Task, link.Socket.Ended).WaitAsync(Patience);
        return link.joined.Task.IsCompletedSuccessfully
            ? link : throw new WebSocketException("The connection was cut before its groups were joined.");
    }

    public override bool Send(Stamp stamp)
    {
        var text = new JsonText(stackalloc byte[512]);
        text.Add("{\"n\":"u8);
        text.Add(NameOf(stamp));
        text.Add(",\"conversationId\":\""u8);
        text.Add(Conversation);
        text.Add("\",\"clientMessageId\":\""u8);
        text.AddNewId();
        text.Add("\",\"body\":\""u8);
        text.Add(stamp);
        text.Add("\"}"u8);
        return Socket.Send(text.Written);
    }

    protected override void Take(ReadOnlySpan<byte> message)
    {
        if (message.IndexOf("\"type\": \"event\""u8) >= 0)
        {
            Hear(message);
        }
        else if (JsonText.After(message, "\"n\": "u8) is var at and > 0)
        {
            Answer(JsonText.NumberAt(message, at), message.IndexOf("\"refused\""u8) < 0);
        }
        else
        {
            joined.TrySetResult();
        }
    }
}
