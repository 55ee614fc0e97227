using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OneVOne.Bench.Targets;

/// <summary>A server as a process of its own, which ends when the load generator does.</summary>
internal sealed partial class Child : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A child ends with the thread that started it (PR_SET_PDEATHSIG), so that has to be one that stays.
    private static readonly BlockingCollection<Action> Starts = [];

    private readonly Process process;
    private readonly ConcurrentQueue<string> said = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static Child() => new Thread(() =>
    {
        foreach (var start in Starts.GetConsumingEnumerable())
        {
            start();
        }
    })
    { IsBackground = true, Name = "starter" }.Start();

    private Child(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException(
            $"{start.ArgumentList.Last()} ended before it listened: {string.Join(Environment.NewLine, said)}"));
    }

    public int Pid => process.Id;

    public Uri Url => listening.Task.Result;

    /// <summary>Starts a program and waits until it has told the address that it listens on.</summary>
    public static async Task<Child> StartAsync(
        string folder, IEnumerable<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("setpriv")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["--pdeathsig", "KILL", "--", .. command])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var child = new Child(start);
        Starts.Add(child.Start);
        try
        {
            await child.listening.Task.WaitAsync(Patience);
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a program to its end, which must be good.</summary>
    public static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} failed: {await said}{await complained}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Without an address it may never have begun.
        if (listening.Task.IsCompletedSuccessfully && !process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private void Start()
    {
        try
        {
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }
        catch (Exception e)
        {
            listening.TrySetException(e);
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (Address().Match(line) is { Success: true } address)
        {
            listening.TrySetResult(new Uri(address.Value));
        }

        // The last lines say why it ended; all of them would be the log of a load.
        said.Enqueue(line);
        while (said.Count > 40)
        {
            said.TryDequeue(out _);
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
