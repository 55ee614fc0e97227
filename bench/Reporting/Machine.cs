namespace OneVOne.Bench.Reporting;

/// <summary>Where it was measured, and how busy that was before.</summary>
internal sealed record Machine(string Processor, int Processors, double MemoryGigabytes, string Kernel, double LoadBefore)
{
    public string InWords =>
        $"{Processors} × {Processor}, {MemoryGigabytes:0} GB, Linux {Kernel}, load {LoadBefore:0.0} before; everything on it, the load generator too";

    public static Machine Read() => new(
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':')[1].Trim() ?? "processors",
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9,
        File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
}
