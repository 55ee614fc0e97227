using System.Globalization;

namespace OneVOne.AppHost.Local.Processes;

/// <summary>What <c>/proc</c> tells of a process. A pid and its start time together name one process for ever.</summary>
internal readonly record struct ProcessInfo(int Pid, int Parent, int Session, long StartTime, long ResidentBytes)
{
    public static ProcessInfo? Of(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");

            // The second field is the name in brackets, which may itself hold blanks and brackets.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (fields[0] is "Z" or "X")
            {
                return null;
            }

            return new ProcessInfo(
                pid, (int)Number(fields[1]), (int)Number(fields[3]), Number(fields[19]),
                Number(fields[21]) * Environment.SystemPageSize);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The part of <see cref="ResidentBytes"/> that other processes may have, too.</summary>
    public long SharedBytes()
    {
        try
        {
            return Number(File.ReadAllText($"/proc/{Pid}/statm").Split(' ')[2]) * Environment.SystemPageSize;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    public static IEnumerable<ProcessInfo> All() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let pid = int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var number) ? number : 0
        where pid > 0
        let info = Of(pid)
        where info is not null
        select info.Value;

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
