using System.Globalization;
using OneVOne.AppHost.Local.Processes;
using OneVOne.AppHost.Local.Running;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A PostgreSQL data folder and the programs of the distribution that fit it.</summary>
internal sealed class PostgresCluster
{
    private const string Missing =
        "PostgreSQL is not installed. Run: sudo apt-get install postgresql (./onevone up does it where it may)";

    private readonly string _home;
    private readonly string _programs;
    private readonly IReadOnlyList<string> _privileges;

    private PostgresCluster(string home, string programs, IReadOnlyList<string> privileges)
    {
        _home = home;
        _programs = programs;
        _privileges = privileges;
    }

    public string Data => DataOf(_home);

    public bool Exists => File.Exists(Path.Combine(Data, "PG_VERSION"));

    public static async Task<PostgresCluster> FindAsync(
        LocalSystem system, string name, CancellationToken cancellationToken)
    {
        var home = system.Data.Folder(name);
        var privileges = Environment.IsPrivilegedProcess ? await UnprivilegedAsync(home, cancellationToken) : [];
        return new PostgresCluster(home, FindPrograms(home), privileges);
    }

    public Command Command(string program, IReadOnlyList<string> arguments) =>
        new(Path.Combine(_programs, program), arguments)
        {
            WorkingDirectory = "/",
            Privileges = _privileges,
            Environment = new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8", ["TZ"] = "UTC" },
        };

    /// <summary>
    /// initdb, then the scripts against a server that only a socket reaches, and only then the final name: a start that
    /// is cut off in between begins anew, and no data folder is ever half made.
    /// </summary>
    public async Task CreateAsync(
        string password,
        string? scripts,
        Dictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        var unfinished = Data + ".unfinished";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        // Short, as sockets must be, and gone afterwards.
        var meeting = Directory.CreateTempSubdirectory("onevone-").FullName;
        try
        {
            var passwordFile = Path.Combine(meeting, "password");
            await File.WriteAllTextAsync(passwordFile, password, cancellationToken);
            await GiveToServerUserAsync(cancellationToken, meeting, passwordFile);
            await OneShot.RunAsync(
                Command("initdb",
                [
                    "-D", unfinished, "--username=postgres", $"--pwfile={passwordFile}",
                    "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8",
                ]),
                cancellationToken);

            if (scripts is not null)
            {
                await RunScriptsAsync(unfinished, meeting, scripts, password, environment, cancellationToken);
            }
        }
        finally
        {
            Directory.Delete(meeting, recursive: true);
        }

        Directory.Move(unfinished, Data);
    }

    private async Task RunScriptsAsync(
        string data,
        string meeting,
        string scripts,
        string password,
        Dictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        var options = $"-c listen_addresses= -c unix_socket_directories={meeting} -c logging_collector=off";
        var log = Path.Combine(meeting, "log");
        await OneShot.RunAsync(
            Command("pg_ctl", ["start", "-w", "-D", data, "-l", log, "-o", options]), cancellationToken);
        try
        {
            foreach (var script in Directory.EnumerateFiles(scripts, "*.sh").Order(StringComparer.Ordinal))
            {
                await OneShot.RunAsync(
                    new Command("sh", [script])
                    {
                        Environment = new Dictionary<string, string>(environment)
                        {
                            ["PATH"] = $"{_programs}:{Environment.GetEnvironmentVariable("PATH")}",
                            ["POSTGRES_USER"] = "postgres",
                            ["PGHOST"] = meeting,
                            ["PGPASSWORD"] = password,
                        },
                    },
                    cancellationToken);
            }
        }
        finally
        {
            await OneShot.RunAsync(Command("pg_ctl", ["stop", "-w", "-m", "fast", "-D", data]), CancellationToken.None);
        }
    }

    private Task GiveToServerUserAsync(CancellationToken cancellationToken, params string[] paths) =>
        _privileges is [] ? Task.CompletedTask
            : OneShot.RunAsync(new Command("chown", ["postgres:", .. paths]), cancellationToken);

    // PostgreSQL refuses to run as root, so the packages' own user runs it.
    private static async Task<IReadOnlyList<string>> UnprivilegedAsync(string home, CancellationToken cancellationToken)
    {
        await OneShot.RunAsync(new Command("chown", ["postgres:", home]), cancellationToken);
        string[] user = ["--reuid=postgres", "--regid=postgres", "--init-groups"];
        var probe = new Command("test", ["-w", home]) { Privileges = user };
        if (await OneShot.ExitCodeAsync(probe, cancellationToken) == 0)
        {
            return user;
        }

        // The folder lies where that user may not go (/root, a private temporary folder). Moving the data elsewhere
        // would surprise; PostgreSQL gets the one capability that lets it pass instead.
        return [.. user, "--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"];
    }

    // The newest, but for existing data the version that wrote it: a major version reads no other's files.
    private static string FindPrograms(string home)
    {
        var versionFile = Path.Combine(DataOf(home), "PG_VERSION");
        var version = File.Exists(versionFile) ? File.ReadAllText(versionFile).Trim() : null;
        const string Versions = "/usr/lib/postgresql";
        var installed = Directory.Exists(Versions)
            ? Directory.GetDirectories(Versions)
                .Where(folder => File.Exists(Path.Combine(folder, "bin", "initdb")))
                .OrderByDescending(folder => double.TryParse(
                    Path.GetFileName(folder), CultureInfo.InvariantCulture, out var number) ? number : 0)
                .ToList()
            : [];
        var fitting = installed.Find(folder => version is null || Path.GetFileName(folder) == version);
        return fitting is not null
            ? Path.Combine(fitting, "bin")
            : throw new StartException(installed is [] ? Missing :
                $"The data in {home} was written by PostgreSQL {version}, which is not installed. " +
                $"Run: sudo apt-get install postgresql-{version}, or start with new data: ./onevone reset");
    }

    private static string DataOf(string home) => Path.Combine(home, "data");
}
