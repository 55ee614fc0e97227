using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// Publishes in batches that form by themselves: one call of Redis is on its way at a time, and what comes meanwhile goes
/// with the next. In the order in which it came. At most once: what Redis does not take in time is not told again.
/// </summary>
internal sealed partial class BackplanePublisher(
    IConnectionMultiplexer redis, RedisBackplaneOptions options, TimeProvider time, ILogger logger)
{
    // One command for all of them: the client's own cost for each command is many times Redis' for a publish.
    private const string PublishAll =
        "for i = 1, #ARGV, 2 do redis.call('PUBLISH', ARGV[i], ARGV[i + 1]) end";

    private readonly Lock guard = new();
    private Batch forming = new();
    private bool isSending;
    private long lastWarning;

    /// <summary>Ends when Redis has it, or did not take it in time.</summary>
    public Task PublishAsync(string channel, byte[] envelope)
    {
        Batch batch;
        lock (guard)
        {
            batch = forming;
            if (batch.Arguments.Count >= 2 * options.MaxPublishesWaiting)
            {
                LogOncePerSecond(channel, "too many wait already");
                return Task.CompletedTask;
            }

            batch.Arguments.Add(channel);
            batch.Arguments.Add(envelope);
            if (isSending)
            {
                return batch.Sent;
            }

            isSending = true;
        }

        _ = SendAsync();
        return batch.Sent;
    }

    private async Task SendAsync()
    {
        // What the caller tells in one go is one batch.
        await Task.Yield();
        while (Next() is { } batch)
        {
            try
            {
                await SendAsync(batch.Arguments).WaitAsync(options.RedisTimeout, time);
            }
            catch (Exception e)
            {
                // Whatever it was: the loop that ends here would leave all that follows untold.
                LogOncePerSecond((string)batch.Arguments[0], e.Message);
            }

            batch.End();
        }
    }

    private Task SendAsync(List<object> arguments) => arguments.Count == 2
        ? redis.GetSubscriber().PublishAsync((string)arguments[0], (byte[])arguments[1])
        : redis.GetDatabase().ExecuteAsync("EVAL", [PublishAll, "0", .. arguments]);

    private Batch? Next()
    {
        lock (guard)
        {
            if (forming.Arguments.Count == 0)
            {
                isSending = false;
                return null;
            }

            var batch = forming;
            forming = new Batch();
            return batch;
        }
    }

    // An outage under load would otherwise write as many lines as messages.
    private void LogOncePerSecond(string channel, string reason)
    {
        var (now, last) = (time.GetTimestamp(), Volatile.Read(ref lastWarning));
        if ((last == 0 || time.GetElapsedTime(last, now) >= TimeSpan.FromSeconds(1))
            && Interlocked.CompareExchange(ref lastWarning, now, last) == last)
        {
            Log.NotPublished(logger, channel, reason);
        }
    }

    private sealed class Batch
    {
        private readonly TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>A channel, an envelope, a channel, an envelope …</summary>
        public List<object> Arguments { get; } = [];

        public Task Sent => sent.Task;

        public void End() => sent.SetResult();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Not published on {Channel}: {Reason}")]
        public static partial void NotPublished(ILogger logger, string channel, string reason);
    }
}
