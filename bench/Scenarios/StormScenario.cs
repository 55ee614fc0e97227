using System.Diagnostics;
using System.Net.WebSockets;
using Npgsql;
using OneVOne.Bench.Driving;
using OneVOne.Bench.Targets;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Scenarios;

/// <summary>
/// Everybody's connection drops in one moment, something is written meanwhile, and all come back at once: each is whole again when
/// <c>Sync</c> has said what moved and all of that is fetched.
/// </summary>
internal sealed class StormScenario : IScenario
{
    private const int People = 2000;
    private const int Missed = 5;
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Flushing = TimeSpan.FromSeconds(3);

    public string Name => "storm";

    public string Summary => $"{People} clients drop at once and come back: until all are whole";

    public async Task RunAsync(BenchRun run)
    {
        await using var system = await OurSystem.StartAsync();
        var people = await system.PeopleAsync(People);
        await system.UntilQuietAsync();
        var hub = system.Hub("chat");
        await using var databases = await Transactions.OpenAsync(system.System);
        run.Say($"{People} people come");
        var links = new SignalRLink[People];
        var heads = new Dictionary<string, long>[People];
        await Gathering.ForEachAsync(People, async i =>
        {
            links[i] = await SignalRLink.ConnectAsync(hub, people[i].AccessToken);
            heads[i] = await SyncAsync(links[i], []);
        });
        foreach (var (storm, missed) in new[] { ("with nothing missed", 0), ($"with {Missed} messages missed", Missed) })
        {
            await StormAsync(run, system, people, links, heads, databases, storm, missed);
        }

        await Task.WhenAll(links.Select(link => link.DisposeAsync().AsTask()));
    }

    private static async Task StormAsync(
        BenchRun run, OurSystem system, IReadOnlyList<Guest> people, SignalRLink[] links, Dictionary<string, long>[] heads,
        Transactions databases, string storm, int missed)
    {
        run.Say($"all drop, {storm}");
        foreach (var link in links)
        {
            link.Drop();
        }

        for (var i = 0; i < missed; i++)
        {
            var everyone = heads[0].Keys.First();
            await system.GetAnswerAsync(
                people[0], HttpMethod.Post, $"api/chat/conversations/{everyone}/messages",
                new { clientMessageId = Guid.NewGuid(), body = "Did I miss something?" });
        }

        await Task.Delay(Flushing);
        var before = await databases.ReadAsync();
        var (watch, times, refused, failed, fetched) = (Stopwatch.StartNew(), new Histogram(), 0, 0, 0);
        // As clients do that are told to come back: each after a moment of its own, and again after a refusal.
        await Task.WhenAll(people.Select(async (person, i) =>
        {
            await Task.Delay(Random.Shared.NextDouble() * Spread);
            while (watch.Elapsed < Patience)
            {
                try
                {
                    links[i] = await SignalRLink.ConnectAsync(system.Hub("chat"), person.AccessToken);
                    var moved = await SyncAsync(links[i], heads[i]);
                    foreach (var (conversation, head) in moved)
                    {
                        var after = heads[i].GetValueOrDefault(conversation);
                        await system.GetAnswerAsync(person, HttpMethod.Get, $"api/chat/conversations/{conversation}/events?after={after}");
                        heads[i][conversation] = head;
                        Interlocked.Increment(ref fetched);
                    }

                    times.Record(watch.Elapsed);
                    return;
                }
                catch (UpgradeRefusedException e)
                {
                    Interlocked.Increment(ref e.Status >= 500 ? ref failed : ref refused);
                }
                catch (Exception e) when (e is WebSocketException or TimeoutException or HttpRequestException or OperationCanceledException)
                {
                    Interlocked.Increment(ref failed);
                }

                await Task.Delay(Random.Shared.NextDouble() * Spread);
            }
        }));
        await Task.Delay(Flushing);
        var spent = await databases.ReadAsync() - before;
        run.Report.Add(
            $"storm {storm}: until all were whole", times.Percentile(1) / 1000, "s",
            $"{times.Count} of {People}; half after {times.Percentile(0.5) / 1000:0.0} s, they came over {Spread.TotalSeconds:0} s");
        run.Report.Add($"storm {storm}: 5xx, cut off or without an answer", failed, "", $"{refused} refused otherwise");
        run.Report.Add(
            $"storm {storm}: database transactions for each client", (double)spent / People, "",
            $"{(double)fetched / People:0.0} of them to fetch what was missed; the system's own are in it");
    }

    private static async Task<Dictionary<string, long>> SyncAsync(SignalRLink link, Dictionary<string, long> heads) =>
        (await link.CallAsync("Sync", new { heads })).GetProperty("conversations").EnumerateArray().ToDictionary(
            moved => moved.GetProperty("conversationId").GetString()!, moved => moved.GetProperty("headSeq").GetInt64());

    /// <summary>The transactions of Chat's database: each of its reads is one.</summary>
    private sealed class Transactions(NpgsqlDataSource postgres) : IAsyncDisposable
    {
        public static async Task<Transactions> OpenAsync(AppHost.Testing.OneVOneSystem system) =>
            new(NpgsqlDataSource.Create(await system.ConnectionStringAsync("chat-db")));

        public async Task<long> ReadAsync()
        {
            await using var read = postgres.CreateCommand(
                "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()");
            return (long)(await read.ExecuteScalarAsync())!;
        }

        public ValueTask DisposeAsync() => postgres.DisposeAsync();
    }
}
