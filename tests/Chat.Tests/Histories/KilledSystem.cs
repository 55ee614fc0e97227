using System.Collections.Concurrent;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Histories;

/// <summary>Two replicas as processes and their database, all of which are killed and come back where they were.</summary>
internal sealed class KilledSystem : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(int Replica, string? Token), HttpClient> clients = new();
    private readonly ChatApp app;
    private readonly OwnPostgres postgres;
    private readonly Random random;
    private readonly OwnReplica[] replicas;
    private readonly Uri[] addresses;

    private KilledSystem(ChatApp app, OwnPostgres postgres, Random random, OwnReplica[] replicas)
    {
        (this.app, this.postgres, this.random, this.replicas) = (app, postgres, random, replicas);
        addresses = [.. replicas.Select(replica => replica.Address)];
    }

    /// <summary>How often something was killed.</summary>
    public int Kills { get; private set; }

    public static async Task<KilledSystem> StartAsync(ChatApp app, OwnPostgres postgres, Random random) =>
        new(app, postgres, random, [await OwnReplica.StartAsync(app), await OwnReplica.StartAsync(app)]);

    public HttpClient Http(int replica, string? token = null) => clients.GetOrAdd((replica, token), _ =>
    {
        var client = new HttpClient { BaseAddress = addresses[replica], Timeout = TimeSpan.FromSeconds(15) };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new("Bearer", token);
        return client;
    });

    public Task<HubClient> HubAsync(int replica, string token) => HubClient.ConnectAsync(addresses[replica], "/hubs/chat", token);

    /// <summary>Kills one after the other, by chance which, until it is told to stop; then everything runs.</summary>
    public async Task KillUntilAsync(CancellationToken end)
    {
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            await Task.Delay(random.Next(1500, 4000), CancellationToken.None);
            // The database each second time: whatever waits for it then, waits on both replicas.
            if (i % 2 == 1)
            {
                await postgres.KillAsync();
                await postgres.StartAsync();
            }
            else
            {
                var index = random.Next(replicas.Length);
                await replicas[index].KillAsync();
                await replicas[index].DisposeAsync();
                replicas[index] = await OwnReplica.StartAsync(app, addresses[index]);
            }

            Kills++;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }

        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }
    }
}
