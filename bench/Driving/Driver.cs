using System.Diagnostics;
using OneVOne.Bench.Sampling;

namespace OneVOne.Bench.Driving;

/// <summary>Sends at a rate, everyone in turn, and gathers what came of it.</summary>
internal static class Driver
{
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    // Who is so far behind will not hold the rate, and the rest would only fill memory.
    private const double BehindSeconds = 3;
    private const int BehindLeast = 2000;
    private const int LookEvery = 64;

    // Steps have names of four hexadecimal digits and are told apart in the names of sends.
    private const int Steps = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongPatience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static int lastStep;

    /// <param name="seconds">After the warm-up.</param>
    /// <param name="toTheEnd">Goes on though it will not hold the rate: what becomes of the messages is the question.</param>
    public static async Task<Step> RunAsync(Audience audience, double rate, double seconds, Sampler sampler, bool toTheEnd = false)
    {
        var (links, writers) = (audience.Links, audience.Shape.Writers);
        var duration = WarmUp + TimeSpan.FromSeconds(seconds);
        var traffic = new Traffic(
            Interlocked.Increment(ref lastStep) % Steps, audience, WarmUp, (int)(rate * duration.TotalSeconds / writers) + 1);
        foreach (var link in links)
        {
            link.ListenFor(traffic);
        }

        var behind = Math.Max(BehindLeast, rate * BehindSeconds);
        var measuring = MeasureAsync(traffic, seconds);
        await using var samples = sampler.Start(() => (traffic.Accepted, traffic.Heard));
        await Pacer.RunAsync(rate, duration, (turn, due) =>
        {
            // A stride that shares no factor with the number of people: neighbours are members of one conversation.
            var link = links[(int)((long)turn * Stride(writers) % writers)];
            return traffic.Send(link, due) && (toTheEnd || turn % LookEvery != 0 || traffic.Waiting < behind);
        });
        var (sends, deliveries) = await measuring;
        await SettleAsync(traffic, toTheEnd ? LongPatience : Patience);
        var taken = await samples.StopAsync();
        foreach (var link in links)
        {
            link.ListenFor(null);
        }

        return new Step(
            rate, sends, deliveries, traffic.Sent, traffic.Accepted, traffic.Refused,
            traffic.Heard, traffic.Deliveries, traffic.Answers, traffic.Check(), links.Count(link => link.Cut), taken)
        {
            Everyone = traffic.Everyone,
            Limited = traffic.Limited,
            Refusals = traffic.Refusals,
        };
    }

    private static int Stride(int count) => count % 7919 == 0 ? 1 : 7919;

    private static async Task<(double Sends, double Deliveries)> MeasureAsync(Traffic traffic, double seconds)
    {
        await Task.Delay(WarmUp);
        var (accepted, heard, watch) = (traffic.Accepted, traffic.Heard, Stopwatch.StartNew());
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var elapsed = watch.Elapsed.TotalSeconds;
        return ((traffic.Accepted - accepted) / elapsed, (traffic.Heard - heard) / elapsed);
    }

    /// <summary>Until all is there, or nothing more comes.</summary>
    private static async Task SettleAsync(Traffic traffic, TimeSpan patience)
    {
        var (heard, watch, since) = (traffic.Heard, Stopwatch.StartNew(), Stopwatch.StartNew());
        while (!traffic.IsComplete && watch.Elapsed < patience && since.Elapsed < Quiet)
        {
            await Task.Delay(Poll);
            if (traffic.Heard != heard)
            {
                heard = traffic.Heard;
                since.Restart();
            }
        }
    }
}
