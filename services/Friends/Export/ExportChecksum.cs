using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace OneVOne.Friends.Export;

/// <summary>
/// Tells whether a projection is what its owner has, without carrying it over: a sum over rows does not depend on their
/// order, and both sides let PostgreSQL compute it by the same words.
/// </summary>
/// <param name="Count">How many rows.</param>
/// <param name="Checksum">A whole number as text, as it outgrows what JSON readers keep; 0 of no rows.</param>
internal sealed record ExportChecksum(long Count, string Checksum)
{
    public static Task<Ok<ExportChecksum>> OfRelationshipsAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        ReadAsync(
            database,
            "low_user_id, high_user_id, are_friends, low_blocks_high, high_blocks_low, version",
            "relationships",
            cancellationToken);

    public static Task<Ok<ExportChecksum>> OfPrivacyAsync(NpgsqlDataSource database, CancellationToken cancellationToken) =>
        ReadAsync(
            database,
            "user_id, friend_requests, direct_messages, group_invites, game_invites, presence, version",
            "privacy_settings",
            cancellationToken);

    private static async Task<Ok<ExportChecksum>> ReadAsync(
        NpgsqlDataSource database, string columns, string table, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT
                count(*),
                coalesce(sum(('x' || left(md5(concat_ws('|', {columns})), 15))::bit(60)::bigint), 0)::text
            FROM {table}
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return TypedResults.Ok(new ExportChecksum(reader.GetInt64(0), reader.GetString(1)));
    }
}
