using System.Diagnostics;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Connections;

/// <summary>A replica in a process of its own, to be killed, or stopped and continued, by signals.</summary>
internal sealed class ReplicaProcess : IAsyncDisposable
{
    private readonly Process process;

    private ReplicaProcess(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<ReplicaProcess> StartAsync(ServiceSettings settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "OneVOne.Presence.dll") },
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings.Values)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            const string Mark = "Now listening on: ";
            if (line.Data?.IndexOf(Mark, StringComparison.Ordinal) is { } at and >= 0)
            {
                address.TrySetResult(new Uri(line.Data[(at + Mark.Length)..].Trim()));
            }
        };
        process.BeginOutputReadLine();
        try
        {
            return new ReplicaProcess(process, await address.Task.EndsAsync("a replica starts"));
        }
        catch
        {
            await process.KillAndWaitAsync();
            throw;
        }
    }

    public Task SignalAsync(string signal) => process.SendAsync(signal);

    public Task ExitedAsync() => process.WaitForExitAsync().EndsAsync("a replica ends, which was asked to", TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync()
    {
        await process.KillAndWaitAsync();
        process.Dispose();
    }
}
