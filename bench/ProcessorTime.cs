using OneVOne.AppHost.Testing;
using OneVOne.Bench.Sampling;

namespace OneVOne.Bench;

/// <summary>The processor time that the parts of a system have used.</summary>
internal sealed class ProcessorTime
{
    /// <summary>The load generator, as a part.</summary>
    public const string Bench = "bench";

    private readonly IReadOnlyDictionary<string, double> milliseconds;

    private ProcessorTime(IReadOnlyDictionary<string, double> milliseconds) => this.milliseconds = milliseconds;

    /// <summary>Of all replicas and their children together; and of the load generator.</summary>
    public static ProcessorTime Read(OneVOneSystem system, params string[] resources)
    {
        var table = ProcessTable.Read();
        var ofEach = resources.ToDictionary(
            resource => resource,
            resource => Enumerable.Range(0, system.Replicas(resource)).Sum(
                replica => system.Pid(resource, replica) is { } pid ? table.Milliseconds(pid) : 0));
        ofEach[Bench] = Environment.CpuUsage.TotalTime.TotalMilliseconds;
        return new ProcessorTime(ofEach);
    }

    /// <summary>Milliseconds of a part since an earlier reading.</summary>
    public double Since(ProcessorTime earlier, string part) => milliseconds[part] - earlier.milliseconds[part];
}
