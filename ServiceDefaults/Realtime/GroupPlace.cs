namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>Where a connection hears of something that it belongs to, such as a room.</summary>
/// <param name="Group">Who hears everything.</param>
/// <param name="Overflow">Who hears less: whoever comes when a replica has its limit of connections in the group.</param>
/// <param name="Limit">How many connections of one replica come into the group by themselves.</param>
/// <param name="Beside">Groups that a connection may be in besides, and leaves with its place.</param>
public sealed record GroupPlace(string Group, string Overflow, int Limit, IReadOnlyList<string> Beside);

/// <summary>The groups of a connection at a moment.</summary>
/// <param name="Stamp">Rises with every change that is told of the person's groups.</param>
public sealed record GroupsOfConnection(IReadOnlySet<string> Groups, long Stamp);

/// <summary>All connections of a person, on every replica, come into a place or leave it.</summary>
/// <param name="UserId">Null for everyone who has the place: it ends.</param>
/// <param name="Version">Of two changes of one person's place the higher is the newer, in whichever order they come.</param>
internal sealed record UserGroupChange(string? UserId, GroupPlace Place, bool IsJoin, long Version);
