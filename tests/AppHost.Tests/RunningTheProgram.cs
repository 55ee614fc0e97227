using System.Diagnostics;
using OneVOne.AppHost.Local.Processes;
using OneVOne.Testing;

namespace OneVOne.AppHost.Tests;

/// <summary>The AppHost as the process that a user starts; Redis alone, as it starts at once.</summary>
public sealed class RunningTheProgram : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onevone-").FullName;
    private readonly List<Process> _started = [];

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(1)]
    public async Task A_signal_stops_everything_and_the_exit_code_says_so(int signal)
    {
        var host = await StartAsync();
        var children = Children();
        Assert.NotEmpty(children);

        Signals.Send(host.Id, (Signal)signal);
        await host.WaitForExitAsync().EndsAsync("the host ends");

        Assert.Equal(0, host.ExitCode);
        Assert.All(children, pid => Assert.Null(ProcessInfo.Of(pid)));
    }

    [Fact]
    public async Task Killed_without_a_word_it_leaves_nothing_and_starts_again()
    {
        var host = await StartAsync();
        var children = Children();

        Signals.Send(host.Id, Signal.Kill);
        await host.WaitForExitAsync().EndsAsync("the host ends");
        await Eventually.IsAsync(
            "its children are gone", () => Task.FromResult(children.TrueForAll(pid => ProcessInfo.Of(pid) is null)));

        await StartAsync();
    }

    [Fact]
    public async Task A_second_one_on_the_same_data_refuses()
    {
        await StartAsync();

        var second = Launch();
        var said = await second.StandardError.ReadToEndAsync().EndsAsync("the second host says all");
        await second.WaitForExitAsync().EndsAsync("the second host ends");

        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"OneVOne already runs on {_folder}", said, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            Signals.Send(process.Id, Signal.Terminate);
            if (!process.WaitForExit(TimeSpan.FromMinutes(1)))
            {
                process.Kill();
            }

            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<Process> StartAsync()
    {
        var ready = Path.Combine(_folder, "ready");
        File.Delete(ready);
        var host = Launch();
        await Eventually.IsAsync(
            "it is ready", () => Task.FromResult(File.Exists(ready)), within: TimeSpan.FromSeconds(60));
        return host;
    }

    private Process Launch()
    {
        string[] arguments =
        [
            typeof(DistributedApplication).Assembly.Location,
            $"--ONEVONE_DATA={_folder}", "--ONEVONE_ONLY=redis", "--ONEVONE_DASHBOARD_PORT=0",
            $"--ONEVONE_READY_FILE={Path.Combine(_folder, "ready")}",
        ];
        var host = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _started.Add(host);
        return host;
    }

    private List<int> Children() =>
        [.. File.ReadLines(Path.Combine(_folder, "processes")).Select(line => int.Parse(line.Split(' ')[0]))];
}
