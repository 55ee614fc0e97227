using System.Diagnostics;

namespace OneVOne.AppHost.Local.Processes;

internal sealed class ChildProcess : IDisposable
{
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    public ChildProcess(ProcessStartInfo info)
    {
        _process = new Process { StartInfo = info, EnableRaisingEvents = true };
        _process.Exited += (_, _) => _exited.TrySetResult(_process.ExitCode);
        _process.Start();
        _process.StandardInput.Close();
        Pid = _process.Id;
        StartedAt = DateTimeOffset.UtcNow;
    }

    public int Pid { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>The exit code; 128 + the signal for a process that was killed.</summary>
    /// <remarks>
    /// Not <c>WaitForExitAsync</c>, which also waits for the output to end: a grandchild can hold it open.
    /// </remarks>
    public Task<int> Exited => _exited.Task;

    /// <summary>Hands every line to <paramref name="write"/>; ends with the output, or soon after the process.</summary>
    public async Task ReadOutputAsync(Action<string> write)
    {
        var read = Task.WhenAll(ReadAsync(_process.StandardOutput, write), ReadAsync(_process.StandardError, write));
        await Exited;
        await Task.WhenAny(read, Task.Delay(TimeSpan.FromMilliseconds(500)));
    }

    public void Send(Signal signal)
    {
        if (!Exited.IsCompleted)
        {
            Signals.Send(Pid, signal);
        }
    }

    /// <summary>Asks, waits, and then insists; ends what the process started, too.</summary>
    public async Task StopAsync(Signal signal, TimeSpan grace)
    {
        Send(signal);
        await Task.WhenAny(Exited, Task.Delay(grace));
        Signals.SendToGroup(Pid, Signal.Kill);
        await Exited;
    }

    public void Dispose() => _process.Dispose();

    private static async Task ReadAsync(StreamReader reader, Action<string> write)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                write(line);
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // The pipe broke with its process; what it said until then is logged.
        }
    }
}
