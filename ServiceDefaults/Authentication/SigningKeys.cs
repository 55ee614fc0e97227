using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>
/// The public keys that Identity publishes (JWK Set, RFC 7517), cached. An unknown key id asks Identity again, so a new
/// key works at once, but not more often than <see cref="AccessTokenOptions.KeysRefetchInterval"/>. While Identity is
/// away the last keys keep serving: a service verifies tokens offline.
/// </summary>
public sealed partial class SigningKeys(
    ISigningKeySource source, IOptions<AccessTokenOptions> options, TimeProvider time, ILogger<SigningKeys> logger) : IDisposable
{
    private readonly SemaphoreSlim fetching = new(1, 1);
    private FrozenDictionary<string, ECDsa> keys = FrozenDictionary<string, ECDsa>.Empty;
    private DateTimeOffset askedAt = DateTimeOffset.MinValue;
    private DateTimeOffset fetchedAt = DateTimeOffset.MinValue;

    public async ValueTask<ECDsa?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (keys.TryGetValue(keyId, out var key) && now - fetchedAt < options.Value.KeysLifetime)
        {
            return key;
        }

        // A known key need not wait for the refresh that its age asks for; an unknown one must.
        if (!await fetching.WaitAsync(key is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken))
        {
            return key;
        }

        try
        {
            if (time.GetUtcNow() - askedAt >= options.Value.KeysRefetchInterval)
            {
                await FetchAsync(cancellationToken);
            }
        }
        finally
        {
            fetching.Release();
        }

        return keys.GetValueOrDefault(keyId);
    }

    public void Dispose() => fetching.Dispose();

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        askedAt = time.GetUtcNow();
        try
        {
            var set = await source.ReadAsync(cancellationToken);
            keys = (set.Keys ?? [])
                .Where(k => k is { Kty: "EC", Crv: "P-256", Kid.Length: > 0, X: not null, Y: not null })
                .ToFrozenDictionary(k => k.Kid, Import);
            fetchedAt = askedAt;
        }
        catch (Exception e) when (e is HttpRequestException or System.Text.Json.JsonException or CryptographicException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.KeysNotFetched(logger, e.Message, keys.Count);
        }
    }

    private static ECDsa Import(PublishedKey key) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = WebEncoders.Base64UrlDecode(key.X!), Y = WebEncoders.Base64UrlDecode(key.Y!) },
    });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Identity's keys could not be fetched ({Reason}); {Count} known keys keep serving")]
        public static partial void KeysNotFetched(ILogger logger, string reason, int count);
    }
}
