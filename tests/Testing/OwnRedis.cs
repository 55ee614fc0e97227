using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OneVOne.Testing;

/// <summary>A Redis of one test's own, to be killed and started again.</summary>
public sealed class OwnRedis : IAsyncDisposable
{
    private readonly int port = FreePorts.Next();
    private readonly string folder = Directory.CreateTempSubdirectory("onevone-redis-").FullName;
    private Process? process;

    public string Configuration => $"127.0.0.1:{port}";

    public async Task StartAsync()
    {
        process = Process.Start(new ProcessStartInfo("redis-server")
        {
            ArgumentList =
            {
                "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "--bind", "127.0.0.1", "--save", "", "--dir", folder,
            },
            RedirectStandardOutput = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        await Eventually.IsAsync("redis accepts connections", async () =>
        {
            // Somebody else's server may answer on a port that was taken in the meantime.
            if (process.HasExited)
            {
                throw new InvalidOperationException($"Redis has ended: {process.ExitCode}. Somebody else may have port {port}.");
            }

            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (process is { HasExited: false })
        {
            await process.KillAndWaitAsync();
        }

        process?.Dispose();
        process = null;
    }

    /// <summary>It forgets everything.</summary>
    public async Task FlushAsync()
    {
        using var flush = Process.Start("redis-cli", ["-p", $"{port}", "FLUSHALL"]);
        await flush.WaitForExitAsync().EndsAsync("redis-cli FLUSHALL");
    }

    /// <summary>Lets it hang: its connections stay, and nothing is answered until <see cref="ContinueAsync"/>.</summary>
    public Task PauseAsync() => process!.SendAsync("STOP");

    public Task ContinueAsync() => process!.SendAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(folder, recursive: true);
    }
}
