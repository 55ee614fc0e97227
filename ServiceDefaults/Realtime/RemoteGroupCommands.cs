using System.Collections.Concurrent;
using System.Text.Json;
using StackExchange.Redis;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// Joins and leaves of connections that another replica holds: asked of all replicas, answered by the one that has the
/// connection, so that the caller knows when it is done.
/// </summary>
internal sealed class RemoteGroupCommands(
    ISubscriber redis, string prefix, Guid self, RedisBackplaneOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> waiting = new();

    private string CommandChannel => $"{prefix}:groups";

    private string AckChannel(Guid replica) => $"{prefix}:ack:{replica:N}";

    public async Task SubscribeAsync(Func<string, string, bool, Task<bool>> apply)
    {
        var acks = redis.SubscribeAsync(AckChannel(self), (_, id) =>
        {
            if (Guid.TryParse((string?)id, out var command) && waiting.TryRemove(command, out var done))
            {
                done.TrySetResult();
            }
        });
        var commands = redis.SubscribeAsync(CommandChannel, (channel, text) =>
        {
            _ = ApplyAsync(JsonSerializer.Deserialize<Command>((string)text!)!, apply);
        });
        await Task.WhenAll(acks, commands).WaitAsync(options.RedisTimeout, time);
    }

    /// <exception cref="TimeoutException">No replica has the connection any more, or Redis is away.</exception>
    public async Task SendAsync(string connectionId, string group, bool isJoin, CancellationToken cancellationToken)
    {
        var command = new Command(Guid.NewGuid(), self, connectionId, group, isJoin);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[command.Id] = done;
        try
        {
            await redis.PublishAsync(CommandChannel, JsonSerializer.Serialize(command))
                .WaitAsync(options.RedisTimeout, time, cancellationToken);
            await done.Task.WaitAsync(options.AckTimeout, time, cancellationToken);
        }
        finally
        {
            waiting.TryRemove(command.Id, out _);
        }
    }

    private async Task ApplyAsync(Command command, Func<string, string, bool, Task<bool>> apply)
    {
        if (command.Origin != self && await apply(command.ConnectionId, command.Group, command.IsJoin))
        {
            await redis.PublishAsync(AckChannel(command.Origin), command.Id.ToString()).WaitAsync(options.RedisTimeout, time);
        }
    }

    private sealed record Command(Guid Id, Guid Origin, string ConnectionId, string Group, bool IsJoin);
}
