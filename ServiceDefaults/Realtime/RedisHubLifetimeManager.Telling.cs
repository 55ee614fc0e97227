using System.Buffers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>What <see cref="Telling{THub}"/> does: events to everyone in one write, to their callers together with the answers.</summary>
public sealed partial class RedisHubLifetimeManager<THub>
{
    // What is written and published at once: longer arrays are dear to make.
    private const int FullFrame = 32 * 1024;

    internal Task TellUsersAsync(
        IReadOnlyList<string> userIds, string method, IReadOnlyList<object> arguments, IReadOnlyList<CallAnswer> answers) =>
        TellAsync([.. userIds.Select(UserChannel)], method, arguments, answers);

    internal Task TellGroupAsync(
        string group, string method, IReadOnlyList<object> arguments, IReadOnlyList<CallAnswer> answers) =>
        TellAsync([GroupChannel(group)], method, arguments, answers);

    internal int CountGroup(string group) => locals.Count(GroupChannel(group));

    internal void Answer(CallAnswer answer) => Answer(answer.ConnectionId, protocol.GetMessageBytes(answer.ToMessage()));

    private async Task TellAsync(
        string[] channels, string method, IReadOnlyList<object> arguments, IReadOnlyList<CallAnswer> answers)
    {
        var published = new List<Task>(channels.Length);
        var frame = new ArrayBufferWriter<byte>(1024);
        foreach (var argument in arguments)
        {
            var before = frame.WrittenCount;
            protocol.WriteMessage(new InvocationMessage(method, [argument]), frame);
            if (before > 0 && frame.WrittenCount > FullFrame)
            {
                Tell(frame.WrittenSpan[..before].ToArray(), null);
                var record = frame.WrittenSpan[before..].ToArray();
                frame.ResetWrittenCount();
                frame.Write(record);
            }
        }

        Tell(frame.WrittenSpan.ToArray(), ByConnection(answers));
        await Task.WhenAll(published);

        void Tell(byte[] records, Dictionary<string, byte[]>? withAnswers)
        {
            Deliver(channels, records, withAnswers);
            var message = Serialized(records);
            published.AddRange(channels.Select(channel => PublishAsync(channel, Nobody, message)));
        }
    }

    private void Deliver(string[] channels, byte[] records, Dictionary<string, byte[]>? answers)
    {
        var message = Serialized(records);
        byte[]? answer = null;
        foreach (var channel in channels)
        {
            foreach (var connection in locals.Of(channel))
            {
                var isAnswered = answers is not null && answers.Remove(connection.ConnectionId, out answer);
                Deliver(connection, isAnswered ? Serialized((byte[])[.. records, .. answer!]) : message, Nobody);
            }
        }

        foreach (var (connectionId, alone) in answers ?? [])
        {
            Answer(connectionId, alone);
        }
    }

    // Records end with a mark of their own: two behind each other are two records.
    private Dictionary<string, byte[]>? ByConnection(IReadOnlyList<CallAnswer> answers)
    {
        if (answers.Count == 0)
        {
            return null;
        }

        var byConnection = new Dictionary<string, byte[]>(answers.Count, StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            var record = protocol.GetMessageBytes(answer.ToMessage()).ToArray();
            byConnection[answer.ConnectionId] = byConnection.TryGetValue(answer.ConnectionId, out var before)
                ? [.. before, .. record] : record;
        }

        return byConnection;
    }

    private void Answer(string connectionId, ReadOnlyMemory<byte> answer)
    {
        if (connections[connectionId] is { } connection)
        {
            Deliver(connection, Serialized(answer), Nobody);
        }
    }

    private SerializedHubMessage Serialized(ReadOnlyMemory<byte> records) => new([new SerializedMessage(protocol.Name, records)]);
}
