using System.Diagnostics;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Host;

/// <summary>One more replica of an app as a process of its own, to be killed.</summary>
public sealed class OwnReplica : IAsyncDisposable
{
    private readonly Process process;
    private bool disposed;

    private OwnReplica(Process process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <param name="address">Where one ran before, to take its place; else anywhere.</param>
    public static async Task<OwnReplica> StartAsync(ChatApp app, Uri? address = null)
    {
        address ??= new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "OneVOne.Chat.dll")])
        {
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_URLS"] = address.ToString() },
        };
        foreach (var (name, value) in app.Settings.Values)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var replica = new OwnReplica(process, address);
        try
        {
            await replica.IsReadyAsync();
            return replica;
        }
        catch
        {
            await replica.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public Task KillAsync() => process.KillAndWaitAsync();

    /// <summary>Asks it to stop, as an orchestrator does, and waits until it has; its exit code.</summary>
    public async Task<int> StopAsync()
    {
        await process.SendAsync("TERM");
        await process.WaitForExitAsync().EndsAsync("a replica ends, which was asked to", TimeSpan.FromSeconds(20));
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private async Task IsReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Address };
        await Eventually.IsAsync("the replica is ready", async () =>
        {
            try
            {
                return (await client.GetAsync("/health")).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, TimeSpan.FromSeconds(90));
    }
}
