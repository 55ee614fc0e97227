using Microsoft.AspNetCore.SignalR;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>What <see cref="Telling{THub}"/> does: an event to everyone, to its caller together with the answer.</summary>
public sealed partial class RedisHubLifetimeManager<THub>
{
    internal Task TellUsersAsync(IReadOnlyList<string> userIds, string method, object argument, CallAnswer? answer) =>
        TellAsync([.. userIds.Select(UserChannel)], Serialize(method, [argument]), answer);

    internal Task TellGroupAsync(string group, string method, object argument, CallAnswer? answer) =>
        TellAsync([GroupChannel(group)], Serialize(method, [argument]), answer);

    internal void Answer(CallAnswer answer)
    {
        if (connections[answer.ConnectionId] is { } connection)
        {
            Deliver(connection, new SerializedHubMessage(answer.ToMessage()), Nobody);
        }
    }

    private Task TellAsync(string[] channels, SerializedHubMessage message, CallAnswer? answer)
    {
        var waiting = answer is null ? null : connections[answer.ConnectionId];
        foreach (var channel in channels)
        {
            foreach (var connection in locals.Of(channel))
            {
                if (connection == waiting)
                {
                    Deliver(connection, Join(message, answer!), Nobody);
                    waiting = null;
                }
                else
                {
                    Deliver(connection, message, Nobody);
                }
            }
        }

        if (waiting is not null)
        {
            Answer(answer!);
        }

        return channels.Length == 1
            ? PublishAsync(channels[0], Nobody, message)
            : Task.WhenAll(channels.Select(channel => PublishAsync(channel, Nobody, message)));
    }

    // Records end with a mark of their own: two behind each other are two records.
    private SerializedHubMessage Join(SerializedHubMessage message, CallAnswer answer)
    {
        var (first, second) = (message.GetSerializedMessage(protocol), protocol.GetMessageBytes(answer.ToMessage()));
        var both = new byte[first.Length + second.Length];
        first.CopyTo(both);
        second.CopyTo(both.AsMemory(first.Length));
        return new SerializedHubMessage([new SerializedMessage(protocol.Name, both)]);
    }
}
