using System.Data.Common;

namespace OneVOne.Friends.People;

/// <summary>A user as others see them. Also the shape in which Identity answers.</summary>
internal sealed record Person(Guid Id, string Username, string DisplayName)
{
    /// <summary>Reads <c>user_id, username, display_name</c> from a column on.</summary>
    public static Person Read(DbDataReader reader, int from = 0) =>
        new(reader.GetGuid(from), reader.GetString(from + 1), reader.GetString(from + 2));
}
