using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace OneVOne.Bench.Wire;

/// <summary>SignalR's JSON protocol, as far as a client of the hubs speaks it: ours and the bare one.</summary>
internal class SignalRLink : Link
{
    private const byte EndOfRecord = 0x1e;
    private static readonly byte[] Handshake = [.. """{"protocol":"json","version":1}"""u8, EndOfRecord];
    private static readonly byte[] StillHere = [.. """{"type":6}"""u8, EndOfRecord];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> calls = new(StringComparer.Ordinal);
    private int calledLast;

    public static async Task<SignalRLink> ConnectAsync(Uri hub, string accessToken)
    {
        var link = new SignalRLink();
        await link.GreetAsync(hub, accessToken);
        return link;
    }

    /// <summary>Calls a method with a record and waits for its answer: for what is not measured by the thousand.</summary>
    public async Task<JsonElement> CallAsync(string method, object record)
    {
        var id = $"c{Interlocked.Increment(ref calledLast)}";
        var answer = calls[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = JsonSerializer.SerializeToUtf8Bytes(
            new { type = 1, invocationId = id, target = method, arguments = new[] { record } }, JsonSerializerOptions.Web);
        Socket.Send([.. call, EndOfRecord]);
        var first = await Task.WhenAny(answer.Task, Socket.Ended).WaitAsync(Patience);
        calls.TryRemove(id, out _);
        return first == answer.Task
            ? await answer.Task : throw new WebSocketException($"The connection was cut before {method} was answered.");
    }

    public override bool Send(Stamp stamp)
    {
        var text = new JsonText(stackalloc byte[512]);
        text.Add("{\"type\":1,\"invocationId\":\""u8);
        text.Add(NameOf(stamp));
        text.Add("\",\"target\":\"Send\",\"arguments\":[{\"conversationId\":\""u8);
        text.Add(Conversation);
        text.Add("\",\"clientMessageId\":\""u8);
        text.AddNewId();
        text.Add("\",\"body\":\""u8);
        text.Add(stamp);
        text.Add("\"}]}\u001e"u8);
        return Socket.Send(text.Written);
    }

    public override void Ping() => Socket.Send(StillHere);

    protected async Task GreetAsync(Uri hub, string accessToken)
    {
        await OpenAsync(new UriBuilder(hub) { Query = $"access_token={accessToken}" }.Uri);
        Socket.Send(Handshake);
        await Task.WhenAny(greeted.Task, Socket.Ended).WaitAsync(Patience);
        if (!greeted.Task.IsCompleted)
        {
            throw new WebSocketException("The connection was cut before the hub said anything.");
        }
    }

    protected override void Take(ReadOnlySpan<byte> message)
    {
        while (message.Length > 0)
        {
            var end = message.IndexOf(EndOfRecord);
            if (end < 0)
            {
                throw new FormatException("A record ends in another message than it began in.");
            }

            TakeRecord(message[..end]);
            message = message[(end + 1)..];
        }
    }

    /// <summary>What the hub told of itself.</summary>
    protected virtual void Told(ReadOnlySpan<byte> record) => Hear(record);

    private void TakeRecord(ReadOnlySpan<byte> record)
    {
        if (record.StartsWith("{\"type\":1,"u8))
        {
            Told(record);
        }
        else if (record.StartsWith("{\"type\":3,\"invocationId\":\""u8))
        {
            var id = record["{\"type\":3,\"invocationId\":\""u8.Length..];
            if (id[0] == 'c')
            {
                Complete(Encoding.UTF8.GetString(id[..id.IndexOf((byte)'"')]), record);
            }
            else
            {
                var refused = id.IndexOf("\"error\":"u8) >= 0;
                Answer(JsonText.NumberAt(id, 0), !refused, refused && id.IndexOf("rate.limited"u8) >= 0);
            }
        }
        else if (record.Length == 2)
        {
            greeted.TrySetResult();
        }
    }

    private void Complete(string id, ReadOnlySpan<byte> record)
    {
        var completion = JsonElement.Parse(record);
        if (!calls.TryGetValue(id, out var call))
        {
            return;
        }

        if (completion.TryGetProperty("error", out var error))
        {
            call.TrySetException(new HubRefusedException(error.GetString() ?? ""));
        }
        else
        {
            call.TrySetResult(completion.TryGetProperty("result", out var result) ? result : default);
        }
    }
}

/// <summary>A hub answered a call with an error.</summary>
internal sealed class HubRefusedException(string error) : Exception(error);
