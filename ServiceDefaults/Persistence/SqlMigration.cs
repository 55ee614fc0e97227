using Microsoft.EntityFrameworkCore.Migrations;

namespace OneVOne.ServiceDefaults.Persistence;

/// <summary>
/// A migration written in SQL: the embedded file of the same name beside the class. Forward only; a wrong step is mended
/// by the next one.
/// </summary>
/// <example><c>[DbContext(typeof(FriendsDbContext)), Migration("20261121_01_CreatePairs")] class CreatePairs : SqlMigration;</c></example>
public abstract class SqlMigration : Migration
{
    /// <summary>The class beside which the SQL lies: another one where services share a migration by deriving from it.</summary>
    private protected virtual Type Source => GetType();

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.Sql(Read(Source));
    }

    private static string Read(Type type)
    {
        var assembly = type.Assembly;
        using var stream = assembly.GetManifestResourceStream($"{type.FullName}.sql")
            ?? throw new InvalidOperationException(
                $"{assembly.GetName().Name} has no embedded file {type.FullName}.sql; it must lie beside the migration.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
