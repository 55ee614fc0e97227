using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace OneVOne.Testing;

/// <summary>A PostgreSQL of one test's own, to be killed and started again on the same data.</summary>
public sealed class OwnPostgres : IAsyncDisposable
{
    private const string Password = "of-this-test-alone";

    private static readonly string Programs = Directory.GetDirectories("/usr/lib/postgresql")
        .MaxBy(folder => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var number) ? number : 0)! + "/bin";

    private readonly int port = FreePorts.Next();
    private readonly string folder = Directory.CreateTempSubdirectory("onevone-postgres-").FullName;
    private Process? process;

    private string Data => Path.Combine(folder, "data");

    /// <summary>An Npgsql connection string of the superuser.</summary>
    public string ConnectionString =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Password={Password};Database=postgres";

    public static async Task<OwnPostgres> CreateAsync()
    {
        var made = new OwnPostgres();
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root.
            await RunAsync("chown", ["postgres:", made.folder]);
        }

        await RunAsync("initdb", ["-D", made.Data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
        await made.StartAsync();
        return made;
    }

    public async Task StartAsync()
    {
        process = Process.Start(Start(
            "postgres",
            [
                "-D", Data, "-p", $"{port}", "-h", "127.0.0.1", "-k", folder, "-c", "logging_collector=off",
                "-c", "shared_buffers=32MB", "-c", "max_connections=100",
            ]))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Eventually.IsAsync("PostgreSQL accepts connections", async () =>
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=2");
                await connection.OpenAsync();
                return true;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                return false;
            }
        }, TimeSpan.FromSeconds(30));
    }

    /// <summary>Ends all its processes at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (process is not { HasExited: false } server)
        {
            return;
        }

        // One that lives on holds the memory that they share, and the next server would not start.
        var children = ChildrenOf(server.Id);
        server.Kill();
        foreach (var child in children)
        {
            Kill(child);
        }

        await server.WaitForExitAsync();
        server.Dispose();
        process = null;
    }

    /// <summary>Starts again as after a recovery to a point in time: the same data, on a timeline of its own.</summary>
    public async Task RecoverAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(Data, "standby.signal"), "");
        await StartAsync();
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var promote = new NpgsqlCommand("SELECT pg_promote()", connection);
        await promote.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static IReadOnlyList<int> ChildrenOf(int parent)
    {
        try
        {
            return
            [
                .. File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
            ];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var doomed = Process.GetProcessById(id);
            doomed.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself.
        }
    }

    private static async Task RunAsync(string program, IReadOnlyList<string> arguments)
    {
        using var run = Process.Start(program == "chown" ? new ProcessStartInfo(program, arguments) : Start(program, arguments))!;
        var output = run.StartInfo.RedirectStandardOutput ? await run.StandardOutput.ReadToEndAsync() : "";
        await run.WaitForExitAsync();
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed with {run.ExitCode}. {output}");
        }
    }

    private static ProcessStartInfo Start(string program, IReadOnlyList<string> arguments)
    {
        var path = Path.Combine(Programs, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = program == "postgres";
        start.WorkingDirectory = "/";
        start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }
}
