using System.Diagnostics;

namespace OneVOne.Bench.Sampling;

/// <param name="Second">Since the step began.</param>
/// <param name="Accepted">Messages a second since the sample before.</param>
/// <param name="Heard">Deliveries a second since the sample before.</param>
/// <param name="Processor">Of each part, as processors since the sample before.</param>
/// <param name="Memory">Of each part, in MB.</param>
/// <param name="Depths">What waits where.</param>
internal sealed record Sample(
    double Second,
    double Accepted,
    double Heard,
    IReadOnlyDictionary<string, double> Processor,
    IReadOnlyDictionary<string, double> Memory,
    IReadOnlyDictionary<string, long> Depths);

/// <summary>Looks once a second at what the parts of a target use and at what waits in them.</summary>
/// <param name="processes">Each part with one of its processes; a part may have several.</param>
/// <param name="depths">What waits where, when the target has such places.</param>
internal sealed class Sampler(
    Func<IEnumerable<(string Part, int Pid)>> processes, Func<Task<IReadOnlyDictionary<string, long>>>? depths = null)
{
    /// <summary>The load generator, as a part.</summary>
    public const string Bench = "load generator";

    private const double BytesPerMegabyte = 1024 * 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly IReadOnlyDictionary<string, long> Nothing = new Dictionary<string, long>();

    private Func<Task<IReadOnlyDictionary<string, long>>>? Depths => depths;

    public Sampling Start(Func<(long Accepted, long Heard)> counts) => new(this, counts);

    /// <summary>Milliseconds of processor time of each part until now.</summary>
    public IReadOnlyDictionary<string, double> Processor() => Processor(ProcessTable.Read());

    /// <summary>What each part uses from now on for some time, as processors.</summary>
    public async Task<IReadOnlyDictionary<string, double>> ProcessorsAsync(TimeSpan time)
    {
        var (before, watch) = (Processor(), Stopwatch.StartNew());
        await Task.Delay(time);
        var after = Processor();
        return after.ToDictionary(part => part.Key, part => (part.Value - before[part.Key]) / watch.Elapsed.TotalMilliseconds);
    }

    /// <summary>Memory of each part now, in MB.</summary>
    public IReadOnlyDictionary<string, double> Memory() => Memory(ProcessTable.Read());

    private Dictionary<string, double> Processor(ProcessTable table) =>
        Sum(table.Milliseconds, Environment.CpuUsage.TotalTime.TotalMilliseconds);

    private Dictionary<string, double> Memory(ProcessTable table) =>
        Sum(pid => table.Memory(pid) / BytesPerMegabyte, Environment.WorkingSet / BytesPerMegabyte);

    // Of the load generator only itself, not those that it started.
    private Dictionary<string, double> Sum(Func<int, double> use, double ofBench)
    {
        var parts = processes().GroupBy(each => each.Part).ToDictionary(part => part.Key, part => part.Sum(each => use(each.Pid)));
        parts[Bench] = ofBench;
        return parts;
    }

    internal sealed class Sampling : IAsyncDisposable
    {
        private readonly CancellationTokenSource stopping = new();
        private readonly List<Sample> samples = [];
        private readonly Task running;

        public Sampling(Sampler sampler, Func<(long Accepted, long Heard)> counts) => running = RunAsync(sampler, counts);

        public async Task<IReadOnlyList<Sample>> StopAsync()
        {
            await stopping.CancelAsync();
            await running;
            return samples;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            stopping.Dispose();
        }

        private async Task RunAsync(Sampler sampler, Func<(long Accepted, long Heard)> counts)
        {
            var watch = Stopwatch.StartNew();
            var (last, used, (accepted, heard)) = (0.0, sampler.Processor(), counts());
            while (!stopping.IsCancellationRequested)
            {
                await Task.Delay(Interval, stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                var table = ProcessTable.Read();
                var (now, usedNow, (acceptedNow, heardNow)) = (watch.Elapsed.TotalSeconds, sampler.Processor(table), counts());
                var passed = now - last;
                if (passed < Interval.TotalSeconds / 2)
                {
                    return;
                }

                samples.Add(new Sample(
                    now, (acceptedNow - accepted) / passed, (heardNow - heard) / passed,
                    usedNow.ToDictionary(part => part.Key, part => (part.Value - used.GetValueOrDefault(part.Key)) / passed / 1000),
                    sampler.Memory(table),
                    sampler.Depths is { } depths ? await depths() : Nothing));
                (last, used, accepted, heard) = (now, usedNow, acceptedNow, heardNow);
            }
        }
    }
}
