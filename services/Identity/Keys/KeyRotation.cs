using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Identity.Keys;

/// <summary>Looks now and then whether the next key is due, and loads the keys as soon as another replica has made one.</summary>
internal sealed partial class KeyRotation(
    NpgsqlDataSource dataSource, KeyRing ring, IOptions<KeyRotationOptions> options, TimeProvider time, ILogger<KeyRotation> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(CheckAsync(stoppingToken), ListenAsync(stoppingToken));

    private async Task CheckAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.CheckInterval, time);
        do
        {
            try
            {
                await ring.RotateIfDueAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotChecked(logger, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await using var listener = await DatabaseListener.OpenAsync(dataSource, KeyStore.Channel, stoppingToken);

                while (true)
                {
                    await ring.LoadAsync(stoppingToken);
                    await listener.WaitAsync(stoppingToken);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotListening(logger, e.Message);
                await Task.Delay(IdentityLimits.ListenerPause, stoppingToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Whether the next signing key is due was not found out: {Reason}")]
        public static partial void NotChecked(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Warning, "New signing keys are not heard of at the moment: {Reason}")]
        public static partial void NotListening(ILogger logger, string reason);
    }
}
