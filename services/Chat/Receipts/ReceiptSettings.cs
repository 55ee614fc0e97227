using Npgsql;

namespace OneVOne.Chat.Receipts;

/// <summary>What a person chose for all their devices.</summary>
/// <param name="ReadReceipts">
/// Whether others see how far the person has read, and the person how far the others have. On unless turned off.
/// </param>
public sealed record PersonSettings(bool ReadReceipts);

/// <summary>Keeps what a person chose.</summary>
internal sealed class ReceiptSettings(NpgsqlDataSource dataSource)
{
    public async Task<PersonSettings> FindAsync(Guid me, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT shows_reads($1)");
        command.Parameters.Add(new() { Value = me });
        return new PersonSettings((bool)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    public async Task<PersonSettings> KeepAsync(Guid me, PersonSettings settings, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            INSERT INTO person_settings (user_id, read_receipts) VALUES ($1, $2)
            ON CONFLICT (user_id) DO UPDATE SET read_receipts = EXCLUDED.read_receipts
            """);
        command.Parameters.Add(new() { Value = me });
        command.Parameters.Add(new() { Value = settings.ReadReceipts });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return settings;
    }
}
