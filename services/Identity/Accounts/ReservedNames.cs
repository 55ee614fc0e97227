using System.Collections.Frozen;

namespace OneVOne.Identity.Accounts;

/// <summary>Names that would pass for the system or its staff, read from <c>reserved-names.txt</c>; look-alikes of them too.</summary>
internal static class ReservedNames
{
    private static readonly FrozenSet<string> Names;
    private static readonly string[] Beginnings;

    static ReservedNames()
    {
        var lines = EmbeddedLists.Read("Accounts.reserved-names.txt");
        Names = lines.Where(line => !line.EndsWith('*')).Select(LookAlikes.Of).ToFrozenSet(StringComparer.Ordinal);
        Beginnings = [.. lines.Where(line => line.EndsWith('*')).Select(line => LookAlikes.Of(line.TrimEnd('*')))];
    }

    public static bool Include(string username)
    {
        var form = LookAlikes.Of(username);
        return Names.Contains(form) || Array.Exists(Beginnings, beginning => form.StartsWith(beginning, StringComparison.Ordinal));
    }
}
