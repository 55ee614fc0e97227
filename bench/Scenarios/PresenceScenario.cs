using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using OneVOne.AppHost.Testing;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Targets;

namespace OneVOne.Bench.Scenarios;

/// <summary>People who come and go, each with 100 friends of whom some ten are here to be told.</summary>
internal sealed class PresenceScenario : IScenario
{
    private const int Listeners = 1_000;
    private const int Comers = 4_000;
    private const int Workers = 16;
    private const int Rounds = 3;
    private const int Returning = 300;
    private const double Held = 0.95;
    private const double InTime = 1000;
    private static readonly string[] Parts = ["presence", "gateway", "redis", "postgres"];
    private static readonly double[] Rates = [100, 200, 300, 400, 600, 800, 1000];
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(1);

    // Offline is told 5 s after the last connection went, found by a heartbeat a second.
    private static readonly TimeSpan UntilAllIsTold = TimeSpan.FromSeconds(8);

    private readonly Heard heard = new();

    public string Name => "presence";

    public string Summary => "people who come and go: what it costs, and who is told";

    public async Task RunAsync(BenchRun run)
    {
        var report = run.Report;
        // One address makes all the load here, which is what the gateway's limit is against.
        Environment.SetEnvironmentVariable("Gateway__RequestsPerSecond", "0");
        await using var system = await OneVOneSystem.StartAsync();
        using var gateway = new HttpClient { BaseAddress = system.GatewayUrl };
        var guests = await Guest.MakeAsync(gateway, Listeners + Comers);
        await FriendGraph.WriteAsync(system, guests);
        var door = Hub(system.GatewayUrl);
        var listeners = new List<HubSocket>();
        foreach (var guest in guests.Take(Listeners))
        {
            listeners.Add(await HubSocket.ConnectAsync(door, guest.AccessToken, heard));
        }

        var comers = guests.Skip(Listeners).ToArray();
        await Task.Delay(UntilAllIsTold);
        await AsFastAsPossibleAsync(report, system, comers);
        await AtRatesAsync(report, system, door, comers);
        await ReturningAsync(report, door, comers);
        report.Add("connections that the system cut, of all", heard.Cut, "");
        foreach (var listener in listeners)
        {
            await listener.DisposeAsync();
        }
    }

    private static Uri Hub(Uri server) => new UriBuilder(server) { Scheme = "ws", Path = "/hubs/presence" }.Uri;

    private async Task AsFastAsPossibleAsync(Report report, OneVOneSystem system, Guest[] comers)
    {
        await using var bareTarget = await BareTarget.SignalRAsync();
        var next = 0;
        var bare = 0.0;
        foreach (var (name, hub) in new[]
        {
            ("bare SignalR", bareTarget.Hub),
            ("one replica, directly", Hub(system.Endpoint("presence"))),
            ("two replicas, through the gateway", Hub(system.GatewayUrl)),
        })
        {
            var measured = await Load.MedianAsync(Workers, async _ =>
            {
                var comer = comers[Interlocked.Increment(ref next) % comers.Length];
                await using var socket = await HubSocket.ConnectAsync(hub, comer.AccessToken, heard);
                return true;
            });
            bare = bare == 0 ? measured.PerSecond : bare;
            report.Add(
                $"connect and go, {Workers} at once: {name}", measured.PerSecond, "1/s",
                $"{measured.PerSecond / bare:P0} of bare; p99 {measured.Percentile(0.99):0.0} ms");
            await Task.Delay(UntilAllIsTold);
        }
    }

    private async Task AtRatesAsync(Report report, OneVOneSystem system, Uri hub, Guest[] comers)
    {
        var before = ProcessorTime.Read(system, Parts);
        await Task.Delay(QuietTime);
        var quiet = ProcessorTime.Read(system, Parts);
        var next = 0;
        foreach (var rate in Rates)
        {
            var rounds = new List<Came>();
            for (var i = 0; i < Rounds; i++)
            {
                rounds.Add(await ComeAsync(
                    system, hub, rate, () => comers[Interlocked.Increment(ref next) % comers.Length],
                    part => quiet.Since(before, part) / QuietTime.TotalSeconds));
            }

            var median = rounds.OrderBy(round => round.Cost["presence"]).ElementAt(Rounds / 2);
            median.Report(report, rate);
            if (median.Connects.PerSecond < rate * Held || median.Connects.Percentile(0.5) > InTime)
            {
                break;
            }
        }
    }

    private async Task<Came> ComeAsync(
        OneVOneSystem system, Uri hub, double rate, Func<Guest> nextComer, Func<string, double> quietPerSecond)
    {
        var (changes, others) = (heard.Changes, heard.Others);
        var (times, failed) = (new ConcurrentBag<double>(), 0);
        var (start, watch) = (ProcessorTime.Read(system, Parts), Stopwatch.StartNew());
        await OpenLoop.RunAsync(rate, Round, async (_, due) =>
        {
            try
            {
                await using var socket = await HubSocket.ConnectAsync(hub, nextComer().AccessToken, heard);
                times.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
                await Task.Delay(Stay);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException)
            {
                Interlocked.Increment(ref failed);
            }
        });
        var coming = watch.Elapsed - Stay;
        await Task.Delay(UntilAllIsTold);
        var end = ProcessorTime.Read(system, Parts);
        // What the listeners cost anyway is not the comers'.
        var cost = Parts.Append(ProcessorTime.Bench).ToDictionary(
            part => part, part => (end.Since(start, part) - (quietPerSecond(part) * watch.Elapsed.TotalSeconds)) / times.Count);
        return new Came(
            new Measured(times.Count / coming.TotalSeconds, [.. times.Order()], failed),
            heard.Changes - changes, heard.Others - others, cost);
    }

    /// <summary>Tabs that are reloaded: gone for a second, again and again.</summary>
    private async Task ReturningAsync(Report report, Uri hub, Guest[] comers)
    {
        await Task.Delay(UntilAllIsTold);
        var people = comers.Take(Returning).ToArray();
        var sockets = await Task.WhenAll(people.Select(person => HubSocket.ConnectAsync(hub, person.AccessToken, heard)));
        await Task.Delay(UntilAllIsTold);
        var (changes, returns) = (heard.Changes, 0);
        for (var i = 0; i < 3; i++)
        {
            await Task.WhenAll(people.Select(async (person, index) =>
            {
                await sockets[index].DisposeAsync();
                await Task.Delay(Away);
                sockets[index] = await HubSocket.ConnectAsync(hub, person.AccessToken, heard);
                Interlocked.Increment(ref returns);
            }));
            await Task.Delay(Stay);
        }

        await Task.Delay(UntilAllIsTold);
        report.Add(
            $"told of {returns} returns after {Away.TotalSeconds:0} s", heard.Changes - changes, "",
            "who comes back within 5 s never went");
        foreach (var socket in sockets)
        {
            await socket.DisposeAsync();
        }
    }

    private sealed record Came(Measured Connects, long Deliveries, long Others, Dictionary<string, double> Cost)
    {
        public void Report(Report report, double rate)
        {
            var beside = string.Join(", ", Cost.Where(each => each.Key != "presence").Select(each => $"{each.Key} {each.Value:0.0}"));
            report.Add(
                $"{rate:0} a second: connecting, p99", Connects.Percentile(0.99), "ms",
                $"p50 {Connects.Percentile(0.5):0.0} ms; {Connects.PerSecond:0} a second came, {Connects.Refused} failed");
            report.Add(
                $"{rate:0} a second: told of each who came and went", (double)Deliveries / Connects.Milliseconds.Length, "",
                $"{Deliveries} deliveries, beside {Others} of the site's number");
            report.Add($"{rate:0} a second: processor of presence for each", Cost["presence"], "ms", $"{beside} ms");
        }
    }
}
