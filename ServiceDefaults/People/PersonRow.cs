using System.Data.Common;

namespace OneVOne.ServiceDefaults.People;

/// <summary>How a <see cref="Person"/> is read from the table <c>people</c>, the same in every list.</summary>
public static class PersonRow
{
    /// <summary>How many columns a person takes.</summary>
    public const int Width = 5;

    /// <param name="alias">What the statement calls the table, as in <c>people AS person</c>.</param>
    public static string Columns(string alias) =>
        $"{alias}.user_id, {alias}.username, {alias}.display_name, {alias}.avatar_id, {alias}.deleted";

    /// <param name="first">Where <see cref="Columns"/> begin.</param>
    public static Person Read(DbDataReader reader, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(
            reader.GetGuid(first),
            reader.GetString(first + 1),
            reader.GetString(first + 2),
            reader.IsDBNull(first + 3) ? null : reader.GetGuid(first + 3),
            reader.GetBoolean(first + 4));
    }
}
