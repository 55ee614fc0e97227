using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using OneVOne.AppHost.Local.Dashboard;

namespace OneVOne.AppHost.Local.Running;

/// <summary>The AppHost as a program: starts, says so, waits for a signal, stops in order.</summary>
internal static class ConsoleRun
{
    public static async Task<int> RunAsync(DistributedApplication application, LocalSettings settings)
    {
        var system = application.System;
        using var stop = new CancellationTokenSource();
        using var signals = new StopSignals(stop, system);
        try
        {
            await system.OpenAsync();
            if (settings.ReadyFile is { } old)
            {
                File.Delete(old);
            }

            try
            {
                await using var dashboard = await OpenDashboardAsync(system, settings.DashboardPort);
                await system.StartAsync(stop.Token);
                await AnnounceAsync(application, settings);
                await Task.Delay(Timeout.Infinite, stop.Token);
            }
            finally
            {
                system.Progress.Say("Stopping …");
                await application.DisposeAsync();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            system.Progress.Say("Stopped.");
            return 0;
        }
        catch (StartException failure)
        {
            await Console.Error.WriteLineAsync($"\nOneVOne cannot start. {failure.Message}");
        }

        return 1;
    }

    private static async Task<WebApplication?> OpenDashboardAsync(LocalSystem system, int? wanted)
    {
        if (wanted is null)
        {
            return null;
        }

        var port = wanted is 0
            ? system.Ports.Any()
            : system.Ports.Fixed(wanted.Value, "the dashboard", "ONEVONE_DASHBOARD_PORT");
        var dashboard = await DashboardServer.StartAsync(system, port);
        system.Progress.Say($"Dashboard: http://localhost:{port}");
        return dashboard;
    }

    private static async Task AnnounceAsync(DistributedApplication application, LocalSettings settings)
    {
        var system = application.System;
        if (settings.ReadyFile is { } file)
        {
            await ReadyFile.WriteAsync(file, application.Resources);
        }

        foreach (var endpoint in application.Resources.OfType<ProcessResource>()
            .SelectMany(resource => resource.Endpoints).Where(endpoint => endpoint.IsExternal))
        {
            system.Progress.Say($"OneVOne is ready: {endpoint.Url(0)}");
        }
    }

    /// <summary>Ctrl-C, <c>kill</c> and a closed terminal stop in order; the second one does not wait.</summary>
    private sealed class StopSignals : IDisposable
    {
        // A closed terminal and some wrappers send the same signal twice, which is not impatience.
        private static readonly TimeSpan OneKeystroke = TimeSpan.FromSeconds(1);

        private readonly List<PosixSignalRegistration> _registrations = [];
        private long _first;

        public StopSignals(CancellationTokenSource stop, LocalSystem system)
        {
            PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
            foreach (var signal in signals)
            {
                _registrations.Add(PosixSignalRegistration.Create(signal, context =>
                {
                    context.Cancel = true;

                    if (!stop.IsCancellationRequested)
                    {
                        _first = Stopwatch.GetTimestamp();
                        stop.Cancel();
                    }
                    else if (context.Signal != PosixSignal.SIGHUP && Stopwatch.GetElapsedTime(_first) > OneKeystroke)
                    {
                        system.Abandon();
                        Environment.Exit(1);
                    }
                }));
            }
        }

        public void Dispose() => _registrations.ForEach(each => each.Dispose());
    }
}
