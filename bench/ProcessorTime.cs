using System.Globalization;
using OneVOne.AppHost.Testing;

namespace OneVOne.Bench;

/// <summary>The processor time that the parts of a system have used, as Linux counts it.</summary>
internal sealed class ProcessorTime
{
    /// <summary>The load generator, as a part.</summary>
    public const string Bench = "bench";

    // USER_HZ, which is 100 wherever .NET runs on Linux.
    private const double MillisecondsPerTick = 10;

    private readonly IReadOnlyDictionary<string, double> milliseconds;

    private ProcessorTime(IReadOnlyDictionary<string, double> milliseconds) => this.milliseconds = milliseconds;

    /// <summary>Of all replicas and their children together; and of the load generator.</summary>
    public static ProcessorTime Read(OneVOneSystem system, params string[] resources)
    {
        var processes = ReadAll();
        var ofEach = resources.ToDictionary(
            resource => resource,
            resource => Enumerable.Range(0, system.Replicas(resource)).Sum(
                replica => system.Pid(resource, replica) is { } pid ? OfTree(pid, processes) : 0));
        ofEach[Bench] = Environment.CpuUsage.TotalTime.TotalMilliseconds;
        return new ProcessorTime(ofEach);
    }

    /// <summary>Milliseconds of a part since an earlier reading.</summary>
    public double Since(ProcessorTime earlier, string part) => milliseconds[part] - earlier.milliseconds[part];

    private static double OfTree(int pid, Dictionary<int, Usage> processes) =>
        (processes.TryGetValue(pid, out var usage) ? usage.Milliseconds : 0)
        + processes.Where(each => each.Value.Parent == pid).Sum(each => OfTree(each.Key, processes));

    private static Dictionary<int, Usage> ReadAll()
    {
        var processes = new Dictionary<int, Usage>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid))
            {
                continue;
            }

            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                // A name may have blanks; behind its bracket come state, parent, and from the 12th on the times: own in
                // user and kernel, then those of children that ended.
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                var ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
                processes[pid] = new Usage(int.Parse(fields[1], CultureInfo.InvariantCulture), ticks * MillisecondsPerTick);
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return processes;
    }

    private readonly record struct Usage(int Parent, double Milliseconds);
}
