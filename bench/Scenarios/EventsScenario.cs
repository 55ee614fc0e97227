using OneVOne.Bench.Driving;
using OneVOne.Bench.Targets;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Scenarios;

/// <summary>
/// From a direct message to somebody who does not look until their device hears of it: Chat's outbox, RabbitMQ, Notifications, its hub. Messages of
/// one conversation that come close together are one notification, which tells of the last of them.
/// </summary>
internal sealed class EventsScenario : IScenario
{
    private const int Pairs = 200;
    private static readonly double[] Rates = [50, 200, 500];
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public string Name => "events";

    public string Summary => "a message to who is not looking, until their device is notified, by way of RabbitMQ";

    public async Task RunAsync(BenchRun run)
    {
        if (run.Options.Against.Contains("bare"))
        {
            await using var servers = await Servers.StartAsync(run);
            await servers.RabbitMqAsync();
        }

        if (!run.Options.Against.Contains("ours"))
        {
            return;
        }

        await using var target = await OursTarget.StartAsync();
        await using var senders = await target.GatherAsync(Shape.Pairs(Pairs));
        var people = await target.System.PeopleAsync(Pairs * 2);
        var devices = new NoticeLink[Pairs];
        await Gathering.ForEachAsync(Pairs, async i =>
        {
            // The other of the pair looks at nothing.
            await ((SignalRLink)senders.Links[(2 * i) + 1]).CallAsync("View", new { conversationId = (string?)null });
            devices[i] = await NoticeLink.ConnectAsync(target.System.Hub("notifications"), people[(2 * i) + 1].AccessToken);
        });
        // Who looks is known to the other replicas a beat later.
        await Task.Delay(Settling);
        await TryAsync(run, target, senders, devices, Rates[0], run.Options.NewcomersWarmSeconds);
        foreach (var rate in run.Options.Rate is { } only ? [only] : Rates)
        {
            var (times, behind, depth) = await TryAsync(run, target, senders, devices, rate, run.Options.Seconds);
            run.Report.Add(
                $"{rate:#,0} a second: from due to notified, p50", times.Percentile(0.5), "ms", $"{times.Count} notifications, some of several messages");
            run.Report.Add(
                $"{rate:#,0} a second: from due to notified, p99", times.Percentile(0.99), "ms",
                $"{behind} of {Pairs} people were not told of the last message; at most {depth} events waited");
        }

        await Task.WhenAll(devices.Select(device => device.DisposeAsync().AsTask()));
    }

    private static async Task<(Histogram Times, int Behind, long Depth)> TryAsync(
        BenchRun run, OursTarget target, Audience senders, NoticeLink[] devices, double rate, double seconds)
    {
        run.Say($"{rate:#,0} messages a second");
        var (times, sent) = (new Histogram(), new int[Pairs]);
        foreach (var device in devices)
        {
            device.Begin(times);
        }

        await using var samples = target.Sampler.Start(() => (0, times.Count));
        await Pacer.RunAsync(rate, TimeSpan.FromSeconds(seconds), (turn, due) =>
        {
            var pair = turn % Pairs;
            return senders.Links[2 * pair].Send(new Stamp(0, pair, ++sent[pair], due));
        });
        await Task.Delay(Settling);
        var depth = (await samples.StopAsync()).Select(sample => sample.Depths.Values.Sum()).DefaultIfEmpty().Max();
        return (times, devices.Where((device, i) => device.Last < sent[i]).Count(), depth);
    }
}
