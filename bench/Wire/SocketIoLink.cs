using System.Net.WebSockets;

namespace OneVOne.Bench.Wire;

/// <summary>socket.io's protocol, version 5, over a WebSocket from the start.</summary>
internal sealed class SocketIoLink : Link
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string token;

    private SocketIoLink(string token) => this.token = token;

    public static async Task<SocketIoLink> ConnectAsync(Uri server, string token)
    {
        var link = new SocketIoLink(token);
        await link.OpenAsync(new UriBuilder(server) { Scheme = "ws", Path = "/socket.io/", Query = "EIO=4&transport=websocket" }.Uri);
        await Task.WhenAny(link.joined.Task, link.Socket.Ended).WaitAsync(Patience);
        return link.joined.Task.IsCompletedSuccessfully
            ? link : throw new WebSocketException("The connection was cut before its rooms were joined.");
    }

    public override bool Send(Stamp stamp)
    {
        var text = new JsonText(stackalloc byte[512]);
        // 4: a message, 2: an event; the number asks for an answer.
        text.Add("42"u8);
        text.Add(NameOf(stamp));
        text.Add("[\"send\",{\"conversationId\":\""u8);
        text.Add(Conversation);
        text.Add("\",\"clientMessageId\":\""u8);
        text.AddNewId();
        text.Add("\",\"body\":\""u8);
        text.Add(stamp);
        text.Add("\"}]"u8);
        return Socket.Send(text.Written);
    }

    protected override void Take(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("42[\"event\""u8))
        {
            Hear(message);
        }
        else if (message.StartsWith("43"u8))
        {
            Answer(JsonText.NumberAt(message, 2), message.IndexOf("\"error\""u8) < 0);
        }
        else if (message.StartsWith("42[\"joined\""u8))
        {
            joined.TrySetResult();
        }
        else if (message.SequenceEqual("2"u8))
        {
            Socket.Send("3"u8);
        }
        else if (message.StartsWith("0{"u8))
        {
            Socket.Send(System.Text.Encoding.ASCII.GetBytes($"40{{\"token\":\"{token}\"}}"));
        }
        else if (message.StartsWith("44"u8))
        {
            joined.TrySetException(new WebSocketException("The token was refused."));
        }
    }
}
