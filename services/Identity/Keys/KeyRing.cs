using System.Security.Cryptography;
using Npgsql;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Keys;

/// <summary>
/// The signing keys, read from the database at start. The first replica of a fresh system makes the first key; of several
/// that try at once one succeeds, and all use that one.
/// </summary>
internal sealed partial class KeyRing(NpgsqlDataSource dataSource, KeyProtection protection, ILogger<KeyRing> logger)
    : IHostedService, ISigningKeySource, IDisposable
{
    private const int FirstGeneration = 1;

    private IReadOnlyList<SigningKey> keys = [];

    /// <summary>The newest key, which signs.</summary>
    public SigningKey Current => keys[^1];

    public PublishedKeys Published => new([.. keys.Select(key => key.Published)]);

    public Task<PublishedKeys> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Published);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var loaded = await LoadAsync(cancellationToken);
        if (loaded.Count == 0)
        {
            await CreateFirstAsync(cancellationToken);
            loaded = await LoadAsync(cancellationToken);
        }

        keys = loaded;
        Log.Loaded(logger, Current.Id, loaded.Count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var key in keys)
        {
            key.Dispose();
        }
    }

    private async Task CreateFirstAsync(CancellationToken cancellationToken)
    {
        using var key = SigningKey.Create();
        // Another replica may insert its own between our look and this: the first stays, and ours was never used.
        await using var insert = dataSource.CreateCommand(
            "INSERT INTO signing_keys (generation, id, protected_key) VALUES ($1, $2, $3) ON CONFLICT (generation) DO NOTHING");
        insert.Parameters.Add(new() { Value = FirstGeneration });
        insert.Parameters.Add(new() { Value = key.Id });
        insert.Parameters.Add(new() { Value = protection.Protect(key.Export(), key.Id) });
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<SigningKey>> LoadAsync(CancellationToken cancellationToken)
    {
        var loaded = new List<SigningKey>();
        await using var select = dataSource.CreateCommand("SELECT id, protected_key FROM signing_keys ORDER BY generation");
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            loaded.Add(Open(reader.GetString(0), reader.GetFieldValue<byte[]>(1)));
        }

        return loaded;
    }

    private SigningKey Open(string id, byte[] stored)
    {
        try
        {
            return SigningKey.Import(protection.Unprotect(stored, id));
        }
        catch (CryptographicException e)
        {
            throw new InvalidOperationException(
                $"The signing key {id} in the database was protected by another Identity__KeyProtectionSecret. Start with the "
                + "secret that this database was made with. If that is lost, empty the table signing_keys: a new key is made, "
                + "and access tokens of the old one are refused until their clients have refreshed.", e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Access tokens are signed with key {KeyId}; {Count} are published")]
        public static partial void Loaded(ILogger logger, string keyId, int count);
    }
}
