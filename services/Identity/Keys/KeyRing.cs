using Microsoft.Extensions.Options;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Keys;

/// <summary>
/// The signing keys, read from the database at start and when they change. The first replica of a fresh system makes the
/// first key, and whichever comes first makes each next one; all use those. Which key signs is a matter of the time
/// alone, so replicas change over together without a word.
/// </summary>
internal sealed partial class KeyRing(
    KeyStore store,
    IOptions<KeyRotationOptions> rotation,
    IOptions<Sessions.SessionOptions> sessions,
    TimeProvider time,
    ILogger<KeyRing> logger) : IHostedService, ISigningKeySource, IDisposable
{
    private const int FirstGeneration = 1;

    private readonly SemaphoreSlim loading = new(1, 1);
    private volatile IReadOnlyList<ScheduledKey> keys = [];

    /// <summary>The newest key whose time has come, which signs.</summary>
    public SigningKey Current => At(time.GetUtcNow()).Key;

    public PublishedKeys Published
    {
        get
        {
            var now = time.GetUtcNow();
            return new([.. keys.Where(key => key.IsPublished(now)).Select(key => key.Key.Published)]);
        }
    }

    public Task<PublishedKeys> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Published);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        if (keys.Count == 0)
        {
            // Another replica may make its own between our look and this: the first stays, and ours was never used.
            var now = time.GetUtcNow();
            await store.TryAddAsync(FirstGeneration, now, now, cancellationToken);
            await LoadAsync(cancellationToken);
        }

        Log.Loaded(logger, Current.Id, keys.Count);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => loading.Dispose();

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await loading.WaitAsync(cancellationToken);
        try
        {
            // Keys that are gone are left to the collector: another thread may be signing with one.
            keys = await store.ReadAsync(keys, cancellationToken);
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>Makes the next key when its time is near, and drops those that are of no more use.</summary>
    public async Task RotateIfDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.RemoveRetiredAsync(now, cancellationToken);
        await LoadAsync(cancellationToken);
        var (every, ahead) = (rotation.Value.RotateEvery, rotation.Value.PublishAhead);
        var newest = keys[^1];
        if (newest.ActivatesAt + every - ahead <= now)
        {
            var due = newest.ActivatesAt + every;
            await AddAsync(newest, due > now + ahead ? due : now + ahead, cancellationToken);
        }
    }

    /// <summary>Makes the next key now, without waiting for its time; when one is on its way already, that is it.</summary>
    /// <param name="atOnce">
    /// The old keys are in wrong hands: the new one signs at once, and theirs are published no more. Access tokens of
    /// them are refused as soon as each service asks for the keys again, and their clients refresh.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The key that signs next, and from when on.</returns>
    public async Task<ScheduledKey> RotateAsync(bool atOnce, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var (now, newest) = (time.GetUtcNow(), keys[^1]);
        if (atOnce)
        {
            await store.TryAddAsync(newest.Generation + 1, now, now, cancellationToken);
            await LoadAsync(cancellationToken);
        }
        else if (newest.ActivatesAt <= now)
        {
            await AddAsync(newest, now + rotation.Value.PublishAhead, cancellationToken);
        }

        return keys[^1];
    }

    private async Task AddAsync(ScheduledKey newest, DateTimeOffset activatesAt, CancellationToken cancellationToken)
    {
        // Until its last token has expired on the slowest clock.
        var retiresAt = activatesAt + sessions.Value.AccessTokenLifetime + (2 * IdentityLimits.ClockSkew);
        if (await store.TryAddAsync(newest.Generation + 1, activatesAt, retiresAt, cancellationToken))
        {
            Log.Made(logger, newest.Generation + 1, activatesAt);
        }

        await LoadAsync(cancellationToken);
    }

    private ScheduledKey At(DateTimeOffset now)
    {
        var all = keys;
        for (var i = all.Count - 1; i > 0; i--)
        {
            if (all[i].ActivatesAt <= now)
            {
                return all[i];
            }
        }

        return all[0];
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Access tokens are signed with key {KeyId}; {Count} are published")]
        public static partial void Loaded(ILogger logger, string keyId, int count);

        [LoggerMessage(2, LogLevel.Information, "Key {Generation} was made; it signs from {ActivatesAt} on")]
        public static partial void Made(ILogger logger, int generation, DateTimeOffset activatesAt);
    }
}
