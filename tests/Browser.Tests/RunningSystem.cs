using OneVOne.AppHost.Testing;
using OneVOne.Browser.Tests;

[assembly: AssemblyFixture(typeof(RunningSystem))]

namespace OneVOne.Browser.Tests;

/// <summary>
/// The whole system on free ports, or one that runs already when <c>ONEVONE_URL</c> names it (while working on the client).
/// </summary>
public sealed class RunningSystem : IAsyncLifetime
{
    private OneVOneSystem? _started;
    private DirectoryInfo? _data;

    public Uri Gateway { get; private set; } = null!;

    /// <summary>Where mail is put instead of being sent; <c>ONEVONE_MAIL</c> names that of a system that runs already.</summary>
    public string Mail { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("ONEVONE_URL") is { Length: > 0 } url)
        {
            Gateway = new Uri(url);
            Mail = Environment.GetEnvironmentVariable("ONEVONE_MAIL") ?? "";
        }
        else
        {
            _data = Directory.CreateTempSubdirectory("onevone-");
            _started = await OneVOneSystem.StartAsync(_data.FullName);
            Mail = Path.Combine(_data.FullName, "mail");
            Gateway = _started.GatewayUrl;
        }

        await RequireClientAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_started is not null)
        {
            await _started.DisposeAsync();
            _data?.Delete(recursive: true);
        }
    }

    /// <summary>Without the built client every test would fail with a time-out that says nothing.</summary>
    private async Task RequireClientAsync()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var response = await http.GetAsync(Gateway);
        var page = await response.Content.ReadAsStringAsync();
        Assert.True(
            page.Contains("id=\"root\"", StringComparison.Ordinal),
            $"{Gateway} does not serve the web client (status {(int)response.StatusCode}). Build it: cd web && npm ci && npm run build");
    }
}
