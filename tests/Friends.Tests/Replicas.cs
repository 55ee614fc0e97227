using OneVOne.Testing;

namespace OneVOne.Friends.Tests;

/// <summary>Two replicas of Friends on one database and one broker.</summary>
public sealed class Replicas : IAsyncDisposable
{
    private readonly ServiceHost<Program>[] hosts;
    private readonly HttpClient[] clients;
    private int turn;

    private Replicas(ServiceHost<Program>[] hosts)
    {
        this.hosts = hosts;
        clients = [.. hosts.Select(host => host.Http())];
    }

    /// <summary>
    /// A client of a replica, for all people. The replicas take turns, so that nothing works by accident of one process.
    /// </summary>
    public HttpClient Http => clients[(uint)Interlocked.Increment(ref turn) % clients.Length];

    public static async Task<Replicas> StartAsync(ServiceSettings settings) => new(await Task.WhenAll(
        Task.Run(() => ServiceHost.Start<Program>(settings)), Task.Run(() => ServiceHost.Start<Program>(settings))));

    public async ValueTask DisposeAsync()
    {
        foreach (var (host, client) in hosts.Zip(clients))
        {
            client.Dispose();
            await host.DisposeAsync();
        }
    }
}
