using System.Security.Cryptography;
using Npgsql;

namespace OneVOne.Identity.Keys;

/// <summary>The table <c>signing_keys</c>. The primary key of a generation decides who of several replicas makes it.</summary>
internal sealed class KeyStore(NpgsqlDataSource dataSource, KeyProtection protection)
{
    public const string Channel = "signing_keys";

    /// <summary>All keys, the oldest first; <paramref name="known"/> ones are not decrypted again.</summary>
    public async Task<IReadOnlyList<ScheduledKey>> ReadAsync(IReadOnlyList<ScheduledKey> known, CancellationToken cancellationToken)
    {
        var loaded = new List<ScheduledKey>();
        var outdated = new List<(string Id, byte[] Stored, SigningKey Key)>();
        await using (var select = dataSource.CreateCommand(
            "SELECT generation, id, protected_key, activates_at, retires_at FROM signing_keys ORDER BY generation"))
        await using (var reader = await select.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var (id, stored) = (reader.GetString(1), reader.GetFieldValue<byte[]>(2));
                var key = known.FirstOrDefault(other => other.Key.Id == id)?.Key;
                if (key is null)
                {
                    (key, var isOutdated) = Open(id, stored);
                    if (isOutdated)
                    {
                        outdated.Add((id, stored, key));
                    }
                }

                loaded.Add(new ScheduledKey(
                    reader.GetInt32(0),
                    key,
                    reader.GetFieldValue<DateTimeOffset>(3),
                    await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(4)));
            }
        }

        foreach (var (id, stored, key) in outdated)
        {
            await ProtectAgainAsync(id, stored, key, cancellationToken);
        }

        return loaded;
    }

    /// <summary>
    /// Makes the key of a generation, unless another replica did, and says until when the one before it is published. One
    /// transaction: a key that ends without a successor, or a successor beside a key that never ends, cannot come to be.
    /// </summary>
    /// <returns>Whether it was this call that made it.</returns>
    public async Task<bool> TryAddAsync(
        int generation, DateTimeOffset activatesAt, DateTimeOffset predecessorRetiresAt, CancellationToken cancellationToken)
    {
        using var key = SigningKey.Create();
        await using var add = dataSource.CreateCommand(
            """
            WITH made AS (
                INSERT INTO signing_keys (generation, id, protected_key, activates_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (generation) DO NOTHING RETURNING generation),
            retired AS (
                UPDATE signing_keys SET retires_at = LEAST(retires_at, $5)
                FROM made WHERE signing_keys.generation < made.generation)
            SELECT pg_notify($6, '') FROM made
            """);
        add.Parameters.Add(new() { Value = generation });
        add.Parameters.Add(new() { Value = key.Id });
        add.Parameters.Add(new() { Value = protection.Protect(key.Export(), key.Id) });
        add.Parameters.Add(new() { Value = activatesAt });
        add.Parameters.Add(new() { Value = predecessorRetiresAt });
        add.Parameters.Add(new() { Value = Channel });
        await using var reader = await add.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken);
    }

    public async Task RemoveRetiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var remove = dataSource.CreateCommand("DELETE FROM signing_keys WHERE retires_at < $1");
        remove.Parameters.Add(new() { Value = now });
        await remove.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Brings a key under the present secret. Only over what was read: another replica may have done it.</summary>
    private async Task ProtectAgainAsync(string id, byte[] stored, SigningKey key, CancellationToken cancellationToken)
    {
        await using var update = dataSource.CreateCommand(
            "UPDATE signing_keys SET protected_key = $1 WHERE id = $2 AND protected_key = $3");
        update.Parameters.Add(new() { Value = protection.Protect(key.Export(), id) });
        update.Parameters.Add(new() { Value = id });
        update.Parameters.Add(new() { Value = stored });
        await update.ExecuteNonQueryAsync(cancellationToken);
    }

    private (SigningKey Key, bool IsOutdated) Open(string id, byte[] stored)
    {
        try
        {
            var privateKey = protection.Unprotect(stored, id, out var isOutdated);
            return (SigningKey.Import(privateKey), isOutdated);
        }
        catch (CryptographicException e)
        {
            throw new InvalidOperationException(
                $"The signing key {id} in the database was protected by another Identity__KeyProtectionSecret. Start with the "
                + "secret that this database was made with, or name that one as Identity__PreviousKeyProtectionSecret to change "
                + "it. If it is lost, empty the table signing_keys: a new key is made, and access tokens of the old one are "
                + "refused until their clients have refreshed.", e);
        }
    }
}

/// <summary>A key and its time: it signs from <paramref name="ActivatesAt"/> until the next one does.</summary>
internal sealed record ScheduledKey(int Generation, SigningKey Key, DateTimeOffset ActivatesAt, DateTimeOffset? RetiresAt)
{
    public bool IsPublished(DateTimeOffset now) => RetiresAt is null || RetiresAt > now;
}
