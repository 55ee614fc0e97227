using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Persistence;
using StackExchange.Redis;

namespace OneVOne.Identity.Sessions;

/// <summary>
/// Tells all replicas of all services of ended sessions by Redis as soon as they are committed. Every replica of Identity
/// does so, woken by the database: the one that committed may be dead by then. Hearing it twice does no harm, and
/// what is lost here everybody finds in the list.
/// </summary>
internal sealed partial class EndedSessionPublisher(
    NpgsqlDataSource dataSource,
    EndedSessionList list,
    EndedSessions ended,
    IConnectionMultiplexer redis,
    IOptions<AccessTokenOptions> options,
    TimeProvider time,
    ILogger<EndedSessionPublisher> logger) : BackgroundService
{
    private string? cursor;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var listener = await DatabaseListener.OpenAsync(dataSource, "sessions_ended", stoppingToken);

                // Listening before looking: what commits in between wakes the wait below.
                while (true)
                {
                    await PublishAsync(stoppingToken);
                    await listener.WaitAsync(stoppingToken);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Paused(logger, e.Message);
                await Task.Delay(IdentityLimits.ListenerPause, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            var page = await list.ReadAsync(cursor, cancellationToken);
            (cursor, more) = (page.Next, page.More);
            if (page.Items.Count > 0)
            {
                ended.Add(page.Items);
                await TellAsync(page.Items);
            }
        }
    }

    private async Task TellAsync(IReadOnlyList<EndedSession> sessions)
    {
        try
        {
            await redis.GetSubscriber()
                .PublishAsync(options.Value.EndedSessionsChannel, JsonSerializer.Serialize(sessions, JsonSerializerOptions.Web))
                .WaitAsync(IdentityLimits.RedisTimeout);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            Log.NotPublished(logger, sessions.Count, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Ended sessions are not published at the moment: {Reason}")]
        public static partial void Paused(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Warning, "{Count} ended sessions were not published: {Reason}; services read them from the list")]
        public static partial void NotPublished(ILogger logger, int count, string reason);
    }
}
