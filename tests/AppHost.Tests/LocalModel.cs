using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Tests;

/// <summary>A small application model of the test's own, run by the local backend in a temporary data folder.</summary>
internal sealed class LocalModel : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onevone-").FullName;

    public LocalModel(Action<IDistributedApplicationBuilder> build, params string[] settings)
    {
        var builder = DistributedApplication.CreateBuilder(
            [$"--ONEVONE_DATA={_folder}", "--ONEVONE_QUIET=true", .. settings]);
        build(builder);
        Application = builder.Build();
    }

    public DistributedApplication Application { get; }

    public async Task<LocalModel> StartAsync()
    {
        await OpenAsync();
        await Application.System.StartAsync(CancellationToken.None);
        return this;
    }

    public Task OpenAsync() => Application.System.OpenAsync();

    public Replica Replica(string name) => Application.System.Replicas.Single(replica => replica.Name == name);

    public Uri Url(string name)
    {
        var replica = Replica(name);
        return new Uri(replica.Resource.Endpoint("http").Url(replica.Index));
    }

    public async Task<Dictionary<string, string>> EnvironmentOfAsync(string name)
    {
        using var http = new HttpClient();
        return (await http.GetFromJsonAsync<Dictionary<string, string>>(new Uri(Url(name), "/environment")))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
