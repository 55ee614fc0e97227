using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OneVOne.Chat.Realtime;

/// <summary>
/// A stopping replica first says that it is not ready, so that no new connections come, and tells its clients to go to
/// another one. Only then does SignalR close what is left.
/// </summary>
internal sealed partial class Draining(
    ChatConnections connections, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Draining> logger)
    : IHostedService, IHealthCheck
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Callbacks run in the reverse order of their registration: this one before SignalR's, which was registered
        // when the hub was mapped. It blocks on purpose, as nothing else holds the shutdown back.
        lifetime.ApplicationStopping.Register(() => DrainAsync().GetAwaiter().GetResult());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The replica stops.")
            : HealthCheckResult.Healthy());

    private async Task DrainAsync()
    {
        try
        {
            await connections.SendAllAwayAsync();
            var started = time.GetTimestamp();
            while (!connections.IsEmpty && time.GetElapsedTime(started) < ChatLimits.DrainTimeout)
            {
                await Task.Delay(Step, time);
            }
        }
        catch (Exception e)
        {
            Log.NotTold(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Clients were not told that this replica stops: {Reason}")]
        public static partial void NotTold(ILogger logger, string reason);
    }
}
