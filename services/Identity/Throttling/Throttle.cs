using System.Globalization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OneVOne.Identity.Throttling;

/// <summary>
/// Counts tries over all replicas, in Redis and by its clock: buckets that fill again evenly (GCRA), each of them one number,
/// the moment at which it is full. All buckets of a try give one, or none does. While Redis is away each replica counts by
/// itself.
/// </summary>
internal sealed partial class Throttle(
    IConnectionMultiplexer redis,
    IConfiguration configuration,
    IOptions<ThrottlingOptions> options,
    TimeProvider time,
    ILogger<Throttle> logger) : IHostedService
{
    private const string TakeScript =
        """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + clock[2] / 1000
        local wait = 0
        local taken = {}
        for i = 1, #KEYS / 2 do
            local key, unless = KEYS[2 * i - 1], KEYS[2 * i]
            local permits, per = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
            if unless == '' or redis.call('EXISTS', unless) == 0 then
                local full = math.max(tonumber(redis.call('GET', key) or now), now) + per / permits
                wait = math.max(wait, full - now - per)
                taken[key] = full
            end
        end
        -- A millisecond of tolerance for what is lost in the text of a number.
        if wait > 1 then
            return math.ceil(wait)
        end
        for key, full in pairs(taken) do
            redis.call('SET', key, string.format('%.3f', full), 'PX', math.ceil(full - now))
        end
        return 0
        """;

    private const string ForgiveScript =
        """
        redis.call('SET', KEYS[1], 1, 'PX', ARGV[1])
        local full = redis.call('GET', KEYS[2])
        if full then
            redis.call('SET', KEYS[2], string.format('%.3f', full - ARGV[2]), 'KEEPTTL')
        end
        for i = 3, #KEYS do
            redis.call('DEL', KEYS[i])
        end
        return 0
        """;

    private readonly string prefix = $"{configuration["Identity:RedisPrefix"] ?? "identity"}:throttle:";
    private readonly LocalBuckets local = new(time);

    /// <summary>
    /// Nothing, but Redis is connected to by now: the first requests would all wait for it, and keep from the connection the
    /// threads that it needs.
    /// </summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>How long to wait; null when the try may go on.</returns>
    public async Task<TimeSpan?> TakeAsync(IReadOnlyList<Bucket> buckets, CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return null;
        }

        var keys = buckets.SelectMany(bucket => (RedisKey[])[prefix + bucket.Key, bucket.Unless is null ? "" : prefix + bucket.Unless]);
        var rates = buckets.SelectMany(bucket => (RedisValue[])[bucket.Rate.Permits, (long)bucket.Rate.Per.TotalMilliseconds]);
        var wait = await EvaluateAsync(TakeScript, [.. keys], [.. rates], cancellationToken);
        return wait is null ? local.Take(buckets) : wait > 0 ? TimeSpan.FromMilliseconds(wait.Value) : null;
    }

    /// <summary>
    /// After a try that was right: forgets what was counted in some buckets, gives back the one that another gave, and
    /// remembers a key for <see cref="Bucket.Unless"/>.
    /// </summary>
    public async Task ForgiveAsync(
        IReadOnlyList<string> forget, Bucket giveBack, string remember, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        local.Forget(forget);
        await EvaluateAsync(
            ForgiveScript,
            [prefix + remember, prefix + giveBack.Key, .. forget.Select(key => (RedisKey)(prefix + key))],
            [
                (long)lifetime.TotalMilliseconds,
                giveBack.Rate.Step.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
            ],
            cancellationToken);
    }

    /// <returns>Null while Redis does not answer.</returns>
    private async Task<long?> EvaluateAsync(
        string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
    {
        if (!redis.IsConnected)
        {
            return null;
        }

        try
        {
            var answer = await redis.GetDatabase().ScriptEvaluateAsync(script, keys, values)
                .WaitAsync(IdentityLimits.ThrottleTimeout, time, cancellationToken);
            return (long)answer;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Log.Away(logger, e.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Tries are counted by this replica alone: {Reason}")]
        public static partial void Away(ILogger logger, string reason);
    }
}
