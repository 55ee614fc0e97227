using System.Globalization;

namespace OneVOne.Bench.Sampling;

/// <summary>All processes of the machine at one moment, as Linux counts what they use.</summary>
internal sealed class ProcessTable
{
    // USER_HZ, which is 100 wherever .NET runs on Linux.
    private const double MillisecondsPerTick = 10;

    private readonly Dictionary<int, double> milliseconds = [];
    private readonly ILookup<int, int> children;

    private ProcessTable(List<(int Pid, int Parent, double Milliseconds)> rows)
    {
        rows.ForEach(row => milliseconds[row.Pid] = row.Milliseconds);
        children = rows.ToLookup(row => row.Parent, row => row.Pid);
    }

    public static ProcessTable Read()
    {
        var rows = new List<(int, int, double)>();
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
                rows.Add((pid, int.Parse(fields[1], CultureInfo.InvariantCulture), ticks * MillisecondsPerTick));
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return new ProcessTable(rows);
    }

    /// <summary>Processor time of a process and of those that it started.</summary>
    public double Milliseconds(int pid) => Tree(pid).Sum(each => milliseconds.GetValueOrDefault(each));

    /// <summary>Memory of a process and of those that it started, in bytes; what they share counts once.</summary>
    public long Memory(int pid)
    {
        long own = 0, shared = 0;
        foreach (var each in Tree(pid))
        {
            try
            {
                var fields = File.ReadAllText($"/proc/{each}/statm").Split(' ');
                var common = long.Parse(fields[2], CultureInfo.InvariantCulture);
                own += long.Parse(fields[1], CultureInfo.InvariantCulture) - common;
                shared = Math.Max(shared, common);
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return (own + shared) * Environment.SystemPageSize;
    }

    private IEnumerable<int> Tree(int pid) => children[pid].SelectMany(Tree).Prepend(pid);
}
