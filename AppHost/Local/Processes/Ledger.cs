using System.Globalization;
using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Local.Processes;

/// <summary>
/// The processes that this data folder's system has started, on disk. Children die with the AppHost (see
/// <see cref="Spawner"/>); should one survive all the same, the next start finds and ends exactly its own.
/// </summary>
internal sealed class Ledger(DataFolder data)
{
    private readonly string _file = data.File("processes");
    private readonly Dictionary<int, string> _lines = [];
    private readonly Lock _gate = new();

    public void Add(int pid)
    {
        if (ProcessInfo.Of(pid) is { } info)
        {
            Change(() => _lines[pid] = string.Create(CultureInfo.InvariantCulture, $"{pid} {info.StartTime}"));
        }
    }

    public void Remove(int pid) => Change(() => _lines.Remove(pid));

    public async Task EndLeftoversAsync(TimeSpan grace)
    {
        var leftovers = Leftovers();
        foreach (var each in leftovers)
        {
            Signals.Send(each.Pid, Signal.Interrupt);
        }

        var deadline = DateTimeOffset.UtcNow + grace;
        while (leftovers.Exists(IsAlive))
        {
            var late = DateTimeOffset.UtcNow >= deadline;
            foreach (var each in leftovers.Where(each => late && IsAlive(each)))
            {
                Signals.Send(each.Pid, Signal.Kill);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        File.Delete(_file);
    }

    // The processes named in the file, the rest of their sessions (a shell's or the Erlang machine's helpers), and the
    // children of those, as PostgreSQL's workers have sessions of their own.
    private List<ProcessInfo> Leftovers()
    {
        if (!File.Exists(_file))
        {
            return [];
        }

        var started = File.ReadLines(_file)
            .Select(line => line.Split(' '))
            .ToDictionary(
                fields => int.Parse(fields[0], CultureInfo.InvariantCulture),
                fields => long.Parse(fields[1], CultureInfo.InvariantCulture));
        var all = ProcessInfo.All().ToList();
        var mine = all.Where(each => IsOf(each, each.Pid) || IsOf(each, each.Session)).ToList();
        var pids = mine.Select(each => each.Pid).ToHashSet();
        mine.AddRange(all.Where(each => pids.Contains(each.Parent) && !pids.Contains(each.Pid)));
        return mine;

        // A session's later members are younger than its leader; an equal pid with another start time is a stranger.
        bool IsOf(ProcessInfo each, int leader) =>
            started.TryGetValue(leader, out var time)
            && (each.Pid == leader ? each.StartTime == time : each.StartTime >= time && !Recycled(leader, time));
    }

    private static bool Recycled(int leader, long time) => ProcessInfo.Of(leader) is { } info && info.StartTime != time;

    private static bool IsAlive(ProcessInfo each) => ProcessInfo.Of(each.Pid)?.StartTime == each.StartTime;

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            DataFolder.WriteSecret(_file, string.Concat(_lines.Values.Select(line => line + "\n")));
        }
    }
}
