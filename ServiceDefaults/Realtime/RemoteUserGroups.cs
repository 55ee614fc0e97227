using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// Changes of people's groups, told to all replicas. Redis tells how many heard it and each of them answers when it is done, so
/// that the caller knows when the change holds everywhere.
/// </summary>
internal sealed partial class RemoteUserGroups(
    ISubscriber redis, string prefix, Guid self, RedisBackplaneOptions options, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<Guid, Answers> waiting = new();

    private string ChangeChannel => $"{prefix}:user-groups";

    private string AnswerChannel(Guid replica) => $"{prefix}:user-groups:{replica:N}";

    public Task SubscribeAsync(Func<UserGroupChange, Task> apply)
    {
        var answers = redis.SubscribeAsync(AnswerChannel(self), (_, id) => Answer((string?)id));
        var changes = redis.SubscribeAsync(ChangeChannel, (channel, text) =>
        {
            _ = ApplyAsync(JsonSerializer.Deserialize<Told>((string)text!)!, apply);
        });
        return Task.WhenAll(answers, changes).WaitAsync(options.RedisTimeout, time);
    }

    /// <summary>Waits until every replica that heard it has done it, but not for long: some may be about to end.</summary>
    public async Task TellAsync(UserGroupChange change)
    {
        var told = new Told(Guid.NewGuid(), self, change);
        var answers = waiting[told.Id] = new Answers();
        try
        {
            var heard = await redis.PublishAsync(ChangeChannel, JsonSerializer.Serialize(told)).WaitAsync(options.RedisTimeout, time);
            answers.Expect(heard);
            await answers.All.WaitAsync(options.RedisTimeout, time);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            Log.NotTold(logger, change.Place.Group, e.Message);
        }
        finally
        {
            waiting.TryRemove(told.Id, out _);
        }
    }

    private async Task ApplyAsync(Told told, Func<UserGroupChange, Task> apply)
    {
        if (told.Origin == self)
        {
            // Done before it was told.
            Answer(told.Id.ToString());
            return;
        }

        await apply(told.Change);
        try
        {
            await redis.PublishAsync(AnswerChannel(told.Origin), told.Id.ToString()).WaitAsync(options.RedisTimeout, time);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            Log.NotTold(logger, told.Change.Place.Group, e.Message);
        }
    }

    private void Answer(string? id)
    {
        if (Guid.TryParse(id, out var change) && waiting.TryGetValue(change, out var answers))
        {
            answers.Add();
        }
    }

    private sealed record Told(Guid Id, Guid Origin, UserGroupChange Change);

    private sealed class Answers
    {
        private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long missing;

        public Task All => all.Task;

        /// <summary>Answers may be here before it is known how many come, so the count may be below zero until then.</summary>
        public void Expect(long count)
        {
            if (Interlocked.Add(ref missing, count) == 0)
            {
                all.TrySetResult();
            }
        }

        public void Add()
        {
            if (Interlocked.Decrement(ref missing) == 0)
            {
                all.TrySetResult();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Not every replica confirmed a change of {Group}: {Reason}")]
        public static partial void NotTold(ILogger logger, string group, string reason);
    }
}
