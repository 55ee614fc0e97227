using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>
/// Fills <see cref="EndedSessions"/> two ways: by Redis within milliseconds, and by reading Identity's list at the start
/// and every few seconds, which finds what Redis lost, what happened while it was away, and what happened before the start.
/// </summary>
internal sealed partial class EndedSessionsFeed(
    EndedSessions ended,
    IEndedSessionSource source,
    IServiceProvider services,
    IOptions<AccessTokenOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<EndedSessionsFeed> logger) : BackgroundService
{
    /// <summary>Between tries while there is no first list, for which every request waits.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan RedisTimeout = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not before the schema is there, where the source is the service's own database.
        await Started().WaitAsync(stoppingToken);
        await SubscribeAsync();
        string? cursor = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = options.Value.EndedSessionsInterval;
            try
            {
                cursor = await ReadAsync(cursor, stoppingToken);
                ended.MarkLoaded();
                ended.Forget();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                pause = cursor is null ? FirstPause : pause;
                Log.NotRead(logger, e.Message);
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task Started()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStarted.Register(started.SetResult);
        return started.Task;
    }

    private async Task<string> ReadAsync(string? cursor, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await source.ReadAsync(cursor, cancellationToken);
            ended.Add(page.Items);
            cursor = page.Next;
            if (!page.More)
            {
                return cursor;
            }
        }
    }

    private async Task SubscribeAsync()
    {
        if (services.GetService<IConnectionMultiplexer>() is not { } redis)
        {
            return;
        }

        try
        {
            await redis.GetSubscriber().SubscribeAsync(options.Value.EndedSessionsChannel, (_, json) => Hear((string)json!))
                .WaitAsync(RedisTimeout);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The client library keeps the subscription and sends it when Redis is back; until then the list is read.
            Log.NotSubscribed(logger, e.Message);
        }
    }

    private void Hear(string json)
    {
        try
        {
            ended.Add(JsonSerializer.Deserialize<EndedSession[]>(json, JsonSerializerOptions.Web) ?? []);
        }
        catch (JsonException e)
        {
            Log.NotUnderstood(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The list of ended sessions was not read: {Reason}")]
        public static partial void NotRead(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Ended sessions are not heard of by Redis: {Reason}")]
        public static partial void NotSubscribed(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Warning, "What Redis told of ended sessions was not understood: {Reason}")]
        public static partial void NotUnderstood(ILogger logger, string reason);
    }
}
