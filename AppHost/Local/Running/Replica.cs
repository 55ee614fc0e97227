using System.Diagnostics;
using System.Globalization;
using OneVOne.AppHost.Local.Logs;
using OneVOne.AppHost.Local.Processes;

namespace OneVOne.AppHost.Local.Running;

/// <summary>One process of a resource: starts it when its dependencies are healthy, watches, starts again.</summary>
internal sealed class Replica(LocalSystem system, ProcessResource resource, int index) : IDisposable
{
    /// <summary>A process that dies this often at start without once being healthy will not recover by itself.</summary>
    private const int DeathsAllowedAtStart = 3;

    private static readonly TimeSpan HealthPollFirst = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan HealthPollSlow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HealthPollHealthy = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private CancellationTokenSource? _stop;
    private Task _life = Task.CompletedTask;
    private ChildProcess? _process;

    public ProcessResource Resource => resource;

    public int Index => index;

    public string Name { get; } = resource.ReplicaName(index);

    public LogBook Log { get; } = new(Path.Combine(system.Data.Folder("logs"), $"{resource.ReplicaName(index)}.log"));

    public ReplicaState State { get; private set; }

    public Gate Healthy { get; } = new();

    public string? Unhealthy { get; private set; }

    public int Restarts { get; private set; }

    public int? LastExitCode { get; private set; }

    public int? Pid => State is ReplicaState.Running or ReplicaState.Stopping ? _process?.Pid : null;

    public DateTimeOffset? StartedAt => Pid is null ? null : _process?.StartedAt;

    public async Task StartAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_life.IsCompleted)
            {
                _stop = new CancellationTokenSource();
                _life = Task.Run(() => LiveAsync(_stop.Token));
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task StopAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await (_stop?.CancelAsync() ?? Task.CompletedTask);
            await _life;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary><c>kill -9</c>, as a crash would be; the replica comes back by itself.</summary>
    public async Task KillAsync()
    {
        var process = _process;
        process?.Send(Signal.Kill);
        await (process?.Exited ?? Task.CompletedTask);

        // Who asks for health from here on means the next life, though this one is not buried yet.
        Healthy.Close();
    }

    /// <summary>Without grace, when the user asked twice.</summary>
    public void Abandon()
    {
        if (_process is { } process)
        {
            Signals.SendToGroup(process.Pid, Signal.Kill);
        }
    }

    public void Dispose()
    {
        Log.Dispose();
        _process?.Dispose();
        _stop?.Dispose();
        _turn.Dispose();
    }

    private async Task LiveAsync(CancellationToken stop)
    {
        try
        {
            await LiveUntilStoppedAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while it waited.
        }
        catch (Exception failure)
        {
            Become(ReplicaState.Failed);
            system.Fail(failure is StartException ? failure : new StartException($"{Name}: {failure.Message}"));
            return;
        }

        Become(ReplicaState.Stopped);
    }

    private async Task LiveUntilStoppedAsync(CancellationToken stop)
    {
        var backoff = new Backoff();
        var deaths = 0;
        while (true)
        {
            Become(ReplicaState.Waiting);
            await system.WhenHealthyAsync(resource.WaitsFor, stop);

            Become(ReplicaState.Starting);
            var clock = Stopwatch.StartNew();
            string reason;
            try
            {
                var wasHealthy = await LiveOnceAsync(stop);
                deaths = wasHealthy ? 0 : deaths + 1;
                reason = string.Create(CultureInfo.InvariantCulture, $"exited with code {LastExitCode}");
            }
            catch (Exception failure) when (failure is not OperationCanceledException && system.WasReady)
            {
                // At start this ends everything with the reason; a system that has run once keeps trying.
                Log.Write($"[apphost] {failure.Message}");
                reason = failure.Message;
            }

            if (deaths >= DeathsAllowedAtStart && !system.WasReady)
            {
                throw new StartException(
                    $"{Name} {reason}, {deaths} times in a row, and never became healthy.\n" +
                    $"Its last lines, all of them in {Log.File}:\n" +
                    string.Join('\n', LastWords().Select(line => "    " + line)));
            }

            Restarts++;
            var pause = backoff.After(clock.Elapsed);
            Log.Write($"[apphost] {reason}; starting again in {pause.TotalSeconds:0.#} s");
            Become(ReplicaState.Crashed, $"{reason}, starts again in {pause.TotalSeconds:0.#} s");
            await Task.Delay(pause, stop);
        }
    }

    // Without the frames of a stack trace: those of a host that fails to start push the reason out of sight.
    private IEnumerable<string> LastWords() => Log.Tail()
        .Select(line => line.Text)
        .Where(text => !text.TrimStart().StartsWith("at ", StringComparison.Ordinal))
        .TakeLast(15);

    /// <summary>From start to end of one process; true when it was healthy in between.</summary>
    private async Task<bool> LiveOnceAsync(CancellationToken stop)
    {
        await resource.PrepareAsync(system, stop);
        var command = await resource.CommandAsync(system, index, stop);
        _process?.Dispose();
        var process = _process = await Spawner.StartAsync(command, resource.OrphanSignal);
        system.Ledger.Add(process.Pid);
        Become(ReplicaState.Running);

        var output = process.ReadOutputAsync(Log.Write);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watch = WatchHealthAsync(watching.Token);
        var stopped = Task.Delay(Timeout.Infinite, watching.Token);
        await Task.WhenAny(process.Exited, stopped);

        if (stop.IsCancellationRequested)
        {
            Become(ReplicaState.Stopping);
            await process.StopAsync(resource.StopSignal, resource.StopGrace);
        }

        Signals.SendToGroup(process.Pid, Signal.Kill);
        await watching.CancelAsync();
        var wasHealthy = await watch;
        await output;
        LastExitCode = await process.Exited;
        system.Ledger.Remove(process.Pid);
        stop.ThrowIfCancellationRequested();
        return wasHealthy;
    }

    private async Task<bool> WatchHealthAsync(CancellationToken cancellationToken)
    {
        var wasHealthy = false;
        var pause = HealthPollFirst;
        try
        {
            while (true)
            {
                var reason = await AskAsync(cancellationToken);
                if (cancellationToken.IsCancellationRequested)
                {
                    break;
                }

                Report(reason);
                wasHealthy |= reason is null;
                await Task.Delay(reason is null ? HealthPollHealthy : pause, cancellationToken);
                pause = reason is null ? HealthPollFirst
                    : pause * 1.5 < HealthPollSlow ? pause * 1.5 : HealthPollSlow;
            }
        }
        catch (OperationCanceledException)
        {
            // Its process has ended.
        }

        return wasHealthy;
    }

    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(HealthTimeout);
        try
        {
            foreach (var probe in resource.Probes)
            {
                if (await probe.AskAsync(index, timeout.Token) is { } reason)
                {
                    return reason;
                }
            }

            return null;
        }
        catch (Exception failure)
        {
            return failure is OperationCanceledException ? "no answer in time" : failure.Message;
        }
    }

    private void Report(string? reason)
    {
        var changed = Healthy.IsOpen != reason is null;
        Unhealthy = reason;
        if (reason is null)
        {
            Healthy.Open();
        }
        else
        {
            Healthy.Close();
        }

        if (changed)
        {
            system.Progress.Show(this, reason);
        }
    }

    private void Become(ReplicaState state, string? detail = null)
    {
        State = state;
        if (state != ReplicaState.Running)
        {
            Healthy.Close();
            Unhealthy = null;
        }

        system.Progress.Show(this, detail);
    }
}
