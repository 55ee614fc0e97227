using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Testing;

/// <summary>
/// The application model of Program.cs, started inside a test on free ports and a data folder of its own.
/// <code>await using var system = await OneVOneSystem.StartAsync();</code>
/// </summary>
public sealed class OneVOneSystem : IAsyncDisposable
{
    private readonly bool _temporary;
    private readonly string _dataFolder;
    private readonly DistributedApplication _application;

    private OneVOneSystem(DistributedApplication application, string dataFolder, bool temporary)
    {
        _application = application;
        _dataFolder = dataFolder;
        _temporary = temporary;
    }

    public Uri GatewayUrl => Endpoint("gateway");

    /// <summary>
    /// Returns when all of it is healthy. A given <paramref name="dataFolder"/> stays afterwards, for a second start on
    /// the same data; <paramref name="settings"/> are further settings of Program.cs, as <c>--NAME=value</c>.
    /// </summary>
    public static async Task<OneVOneSystem> StartAsync(
        string? dataFolder = null, IEnumerable<string>? settings = null, CancellationToken cancellationToken = default)
    {
        var folder = dataFolder ?? Directory.CreateTempSubdirectory("onevone-").FullName;
        string[] args =
        [
            $"--ONEVONE_DATA={folder}", "--ONEVONE_PORT=0", "--ONEVONE_DASHBOARD_PORT=off", "--ONEVONE_QUIET=true",
            .. settings ?? [],
        ];
        var system = new OneVOneSystem(InProcess.Build(args), folder, dataFolder is null);
        // All people of a test come from one address, and do as much as a test wants.
        foreach (var project in system._application.Resources.OfType<ProjectResource>())
        {
            if (project.Name is "identity")
            {
                project.Environment.TryAdd("Identity__Throttling__Enabled", new Literal("false"));
            }
            else if (project.Name is "chat")
            {
                project.Environment.TryAdd("Chat__RateLimits__Enabled", new Literal("false"));
            }
        }

        try
        {
            await system._application.System.OpenAsync();
            await system._application.System.StartAsync(cancellationToken);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public Uri Endpoint(string resource, int replica = 0, string endpoint = "http") =>
        new(Find(resource, replica).Resource.Endpoint(endpoint).Url(replica));

    public int Replicas(string resource) => Find(resource, 0).Resource.Replicas;

    /// <summary>The process, or null while there is none.</summary>
    public int? Pid(string resource, int replica = 0) => Find(resource, replica).Pid;

    /// <summary>How often it came back by itself.</summary>
    public int Restarts(string resource, int replica = 0) => Find(resource, replica).Restarts;

    public IReadOnlyList<string> Logs(string resource, int replica = 0) =>
        [.. Find(resource, replica).Log.Tail().Select(line => line.Text)];

    /// <summary>Of a server, or of a service's database such as "chat-db".</summary>
    public async Task<string> ConnectionStringAsync(string name)
    {
        var resource = _application.Resources.OfType<IResourceWithConnectionString>().First(each => each.Name == name);
        return await resource.GetValueAsync() ?? "";
    }

    /// <summary><c>kill -9</c>; it is started again by itself. See <see cref="WaitHealthyAsync"/>.</summary>
    public Task KillAsync(string resource, int replica = 0) => Find(resource, replica).KillAsync();

    /// <summary>In order, as on shutdown; it stays down until <see cref="StartAsync(string, int)"/>.</summary>
    public Task StopAsync(string resource, int replica = 0) => Find(resource, replica).StopAsync();

    public Task StartAsync(string resource, int replica = 0) => Find(resource, replica).StartAsync();

    public async Task WaitHealthyAsync(string resource, CancellationToken cancellationToken = default)
    {
        for (var replica = 0; replica < Replicas(resource); replica++)
        {
            await Find(resource, replica).Healthy.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        KeepLogs();
        if (_temporary)
        {
            Directory.Delete(_dataFolder, recursive: true);
        }
    }

    /// <summary>For who asks afterwards why a test failed: <c>ONEVONE_KEEP_LOGS</c> names a folder that outlives the data.</summary>
    private void KeepLogs()
    {
        var logs = new DirectoryInfo(Path.Combine(_dataFolder, "logs"));
        if (Environment.GetEnvironmentVariable("ONEVONE_KEEP_LOGS") is not { Length: > 0 } kept || !logs.Exists)
        {
            return;
        }

        var folder = Directory.CreateDirectory(Path.Combine(kept, Path.GetFileName(Path.TrimEndingDirectorySeparator(_dataFolder))));
        foreach (var file in logs.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(folder.FullName, file.Name), overwrite: true);
        }
    }

    private Replica Find(string resource, int replica) =>
        _application.System.Replicas.FirstOrDefault(
            each => each.Resource.Name == resource && each.Index == replica)
        ?? throw new ArgumentException($"There is no replica {replica} of '{resource}'.", nameof(resource));
}
