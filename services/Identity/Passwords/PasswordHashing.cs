using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OneVOne.Identity.Accounts;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passwords;

/// <summary>
/// Hashes and checks passwords through a bounded queue. A hash takes some 100 ms of a processor, on purpose: without the
/// bound a burst of log-ins would take every processor and every thread from the requests that need neither.
/// </summary>
internal sealed class PasswordHashing : IDisposable
{
    private static readonly Problem QueueFull = new(
        429,
        "rate.limited",
        "Too many people log in at this moment; wait and try again.",
        RetryAfter: IdentityLimits.HashingRetryAfter);

    private readonly PasswordHasher<User> hasher;
    private readonly ConcurrencyLimiter queue;
    private readonly string hashOfNobody;

    public PasswordHashing(IOptions<PasswordHashingOptions> options)
    {
        var settings = options.Value;
        hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = settings.Iterations }));
        queue = new(new ConcurrencyLimiterOptions
        {
            PermitLimit = settings.Parallelism,
            QueueLimit = settings.QueueLimit,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        hashOfNobody = hasher.HashPassword(null!, RandomNumberGenerator.GetHexString(32));
    }

    public Task<Outcome<string>> HashAsync(string password, CancellationToken cancellationToken) =>
        RunAsync(() => hasher.HashPassword(null!, password), cancellationToken);

    /// <summary>
    /// Checks a password against a stored hash. Without one, against a hash that no password fits: an unknown account
    /// takes as long as a wrong password, so time does not tell who has an account.
    /// </summary>
    public Task<Outcome<PasswordVerificationResult>> VerifyAsync(
        string? hash, string password, CancellationToken cancellationToken) =>
        RunAsync(() => hasher.VerifyHashedPassword(null!, hash ?? hashOfNobody, password), cancellationToken);

    public void Dispose() => queue.Dispose();

    private async Task<Outcome<T>> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        using var place = await queue.AcquireAsync(1, cancellationToken);
        if (!place.IsAcquired)
        {
            IdentityTelemetry.HashingRefused.Add(1);
            return QueueFull;
        }

        // A thread of its own: the pool starts with one per processor, and other requests wait for those.
        return await Task.Factory.StartNew(
            work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
