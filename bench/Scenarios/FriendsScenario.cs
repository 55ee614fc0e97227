using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using OneVOne.AppHost.Testing;
using OneVOne.Bench.Reporting;

namespace OneVOne.Bench.Scenarios;

/// <summary>Opening the list of friends and seeing who of them is here, among 10,000 people with 100 friends each.</summary>
internal sealed class FriendsScenario : IScenario
{
    private const int Online = 500;
    private const int Rounds = 3;
    private const double TooLate = 1000;
    private static readonly double[] Rates = [25, 50, 100, 150, 200];
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(6);

    public string Name => "friends";

    public string Summary => "a list of 100 friends with their presence, among 10,000 people";

    public async Task RunAsync(BenchRun run)
    {
        var report = run.Report;
        // One address makes all the load here, which is what the gateway's limit is against.
        Environment.SetEnvironmentVariable("Gateway__RequestsPerSecond", "0");
        await using var system = await OneVOneSystem.StartAsync();
        using var gateway = new HttpClient { BaseAddress = system.GatewayUrl };
        var guests = await Guest.MakeAsync(gateway, Online);
        await FriendGraph.WriteAsync(system, guests);
        var hub = new UriBuilder(system.GatewayUrl) { Scheme = "ws", Path = "/hubs/presence" }.Uri;
        var sockets = new List<HubSocket>();
        var heard = new Heard();
        foreach (var guest in guests)
        {
            sockets.Add(await HubSocket.ConnectAsync(hub, guest.AccessToken, heard));
        }

        await OpenLoop.RunAsync(Rates[0], Round, (turn, due) => ReadAsync(gateway, guests[turn % Online], new Turns(), due));
        var bare = await BareAsync(report, system, guests);
        foreach (var rate in Rates)
        {
            var turns = await MedianAsync(rate, turns => (turn, due) => ReadAsync(gateway, guests[turn % Online], turns, due));
            turns.Report(report, rate, bare);
            if (turns.Both.Percentile(0.5) > TooLate)
            {
                break;
            }
        }

        foreach (var socket in sockets)
        {
            await socket.DisposeAsync();
        }
    }

    /// <summary>What PostgreSQL alone takes for both statements, at a rate that leaves it idle most of the time.</summary>
    private static async Task<Measured> BareAsync(Report report, OneVOneSystem system, IReadOnlyList<Guest> guests)
    {
        await using var friends = NpgsqlDataSource.Create(await system.ConnectionStringAsync("friends-db"));
        await using var presence = NpgsqlDataSource.Create(await system.ConnectionStringAsync("presence-db"));
        var turns = await MedianAsync(Rates[1], turns => async (turn, due) =>
        {
            var me = guests[turn % Online].Id;
            var ids = await FriendsInSql.ReadFriendsAsync(friends, me);
            turns.FriendsRead(due);
            var asked = Stopwatch.GetTimestamp();
            await FriendsInSql.ReadPresenceAsync(presence, me, ids);
            turns.PresenceRead(due, asked);
        });
        var both = turns.Both;
        report.Add($"bare: both statements by Npgsql, {Rates[1]:0} a second, p50", both.Percentile(0.5), "ms");
        report.Add($"bare: both statements by Npgsql, {Rates[1]:0} a second, p99", both.Percentile(0.99), "ms");
        return both;
    }

    private static async Task ReadAsync(HttpClient gateway, Guest guest, Turns turns, long due)
    {
        var friends = await guest.ReadIdsAsync(
            gateway, $"api/friends?limit={FriendGraph.FriendsOfEach}", item => item.GetProperty("user").GetProperty("id"));
        turns.FriendsRead(due);
        var asked = Stopwatch.GetTimestamp();
        var statuses = await guest.ReadIdsAsync(
            gateway, $"api/presence?ids={string.Join(',', friends)}", item => item.GetProperty("userId"));
        turns.PresenceRead(due, asked);
        if (friends.Count != FriendGraph.FriendsOfEach || statuses.Count != FriendGraph.FriendsOfEach)
        {
            throw new InvalidOperationException($"{friends.Count} friends and {statuses.Count} statuses were answered.");
        }
    }

    private static async Task<Turns> MedianAsync(double rate, Func<Turns, Func<int, long, Task>> turn)
    {
        var rounds = new List<Turns>();
        for (var i = 0; i < Rounds; i++)
        {
            var turns = new Turns();
            await OpenLoop.RunAsync(rate, Round, turn(turns));
            rounds.Add(turns);
        }

        return rounds.OrderBy(turns => turns.Both.Percentile(0.99)).ElementAt(Rounds / 2);
    }

    private sealed class Turns
    {
        private readonly ConcurrentBag<double> friends = [];
        private readonly ConcurrentBag<double> presence = [];
        private readonly ConcurrentBag<double> both = [];

        public Measured Both => Sorted(both);

        public void FriendsRead(long due) => friends.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);

        public void PresenceRead(long due, long asked)
        {
            presence.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            both.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
        }

        public void Report(Report report, double rate, Measured bare)
        {
            foreach (var (what, times) in new[] { ("friends", friends), ("presence", presence) })
            {
                var measured = Sorted(times);
                report.Add(
                    $"{rate:0} a second: {what}, p99", measured.Percentile(0.99), "ms", $"p50 {measured.Percentile(0.5):0.0} ms");
            }

            var pair = Both;
            report.Add(
                $"{rate:0} a second: both, one after the other, p99", pair.Percentile(0.99), "ms",
                $"p50 {pair.Percentile(0.5):0.0} ms, {pair.Percentile(0.5) / bare.Percentile(0.5):0.0} times bare SQL's");
        }

        private static Measured Sorted(ConcurrentBag<double> times) => new(times.Count / Round.TotalSeconds, [.. times.Order()], 0);
    }
}
