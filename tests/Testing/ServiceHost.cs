using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OneVOne.Testing;

public static class ServiceHost
{
    /// <param name="settings">Configuration of the replica.</param>
    /// <param name="configure">Replaces services, such as <see cref="TimeProvider"/>.</param>
    public static ServiceHost<TProgram> Start<TProgram>(
        ServiceSettings settings, Action<IServiceCollection>? configure = null)
        where TProgram : class
    {
        var host = new ServiceHost<TProgram>(settings, configure);
        host.StartInTime();
        return host;
    }
}

/// <summary>
/// One replica of a service, in-process on real Kestrel with a port of its own. Start several with one
/// <see cref="ServiceSettings"/> to have replicas that share a database, a backplane and queues.
/// </summary>
public sealed class ServiceHost<TProgram> : WebApplicationFactory<TProgram>
    where TProgram : class
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);
    private static readonly string Name = typeof(TProgram).Assembly.GetName().Name!;

    private readonly ServiceSettings settings;
    private readonly Action<IServiceCollection>? configure;

    internal ServiceHost(ServiceSettings settings, Action<IServiceCollection>? configure)
    {
        this.settings = settings;
        this.configure = configure;
        // Not UseKestrel(0): the factory then sets the port while the program's own thread may be starting the server
        // already, and fails now and then with "Addresses cannot be modified after the server has started".
        UseKestrel();
    }

    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>A client of this replica that sends the person's token; an anonymous one without a person.</summary>
    public HttpClient Http(TestUser? user = null)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        if (user is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", user.Token);
        }

        return client;
    }

    public Task<HubClient> HubAsync(string path, TestUser user) => HubClient.ConnectAsync(Address, path, user.Token);

    /// <summary>Longer than the half minute that a host gives its services to stop.</summary>
    public override async ValueTask DisposeAsync() =>
        await Task.Run(async () => await base.DisposeAsync()).EndsAsync($"a replica of {Name} stops");

    /// <summary>A service waits for its servers for as long as it takes; a test does not.</summary>
    internal void StartInTime()
    {
        // A thread of its own, as starting blocks it, and the pool has few on a small machine.
        var starting = Task.Factory.StartNew(
            StartServer, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        starting.EndsAsync($"a replica of {Name} starts", LongestStart).GetAwaiter().GetResult();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseUrls("http://127.0.0.1:0");
        foreach (var (name, value) in settings.Values)
        {
            builder.UseSetting(name, value);
        }

        builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        if (configure is not null)
        {
            builder.ConfigureServices(configure);
        }
    }
}
