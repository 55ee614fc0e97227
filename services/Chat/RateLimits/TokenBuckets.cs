using Microsoft.Extensions.Options;
using OneVOne.ServiceDefaults.Realtime;
using StackExchange.Redis;

namespace OneVOne.Chat.RateLimits;

/// <summary>
/// Counts over all replicas, in Redis and by its clock: buckets that fill again evenly (GCRA), each of them one number, the
/// moment at which it is full. Any number of acts in one round trip. While Redis is away or does not answer in time each
/// replica counts by itself.
/// </summary>
internal sealed partial class TokenBuckets(
    IConnectionMultiplexer redis, IOptions<RedisBackplaneOptions> backplane, TimeProvider time, ILogger<TokenBuckets> logger)
{
    // KEYS are the buckets; of each, ARGV has the step and the size; behind them stand two numbers of buckets for each act,
    // the second 0 where it has one. Each bucket is read once and written once, however many acts take of it.
    private const string Script =
        """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000000 + clock[2]
        local full = redis.call('MGET', unpack(KEYS))
        local step, size, taken, answers = {}, {}, {}, {}
        for k = 1, #KEYS do
            full[k] = math.max(tonumber(full[k] or now), now)
            step[k], size[k] = tonumber(ARGV[2 * k - 1]), tonumber(ARGV[2 * k])
        end
        for i = 2 * #KEYS + 1, #ARGV, 2 do
            local one, other = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
            local wait = full[one] + step[one] - size[one] - now
            if other > 0 then
                wait = math.max(wait, full[other] + step[other] - size[other] - now)
            end
            if wait <= 0 then
                full[one] = full[one] + step[one]
                taken[one] = true
                if other > 0 then
                    full[other] = full[other] + step[other]
                    taken[other] = true
                end
            end
            answers[#answers + 1] = math.max(0, math.ceil(wait))
        end
        for k in pairs(taken) do
            redis.call('SET', KEYS[k], string.format('%.0f', full[k]), 'PX', math.ceil((full[k] - now) / 1000))
        end
        return answers
        """;

    private readonly LocalBuckets local = new(time);
    // In braces: all of them on one node of a cluster, as the script asks for.
    private readonly string prefix = $"{{{backplane.Value.ChannelPrefix}:chat:rates}}:";
    private long awayUntil;

    /// <returns>Of each ask, in its place, how long to wait; null when it may go on.</returns>
    public async Task<TimeSpan?[]> TakeAsync(IReadOnlyList<Ask> asks)
    {
        if (asks.Count == 0)
        {
            return [];
        }

        // After a call that was not answered the next second does without: writers must not wait again and again.
        if (!redis.IsConnected || time.GetTimestamp() < Interlocked.Read(ref awayUntil))
        {
            return local.Take(asks);
        }

        try
        {
            var (keys, values) = Arguments(asks);
            var answer = (RedisResult[])(await redis.GetDatabase().ScriptEvaluateAsync(Script, keys, values)
                .WaitAsync(ChatLimits.RateLimitsTimeout, time))!;
            return [.. answer.Select(wait => (long)wait is var micros and > 0 ? TimeSpan.FromMicroseconds(micros) : (TimeSpan?)null)];
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            Log.Away(logger, e.Message);
            var pause = ChatLimits.RateLimitsPause.TotalSeconds * time.TimestampFrequency;
            Interlocked.Exchange(ref awayUntil, time.GetTimestamp() + (long)pause);
            return local.Take(asks);
        }
    }

    private (RedisKey[] Keys, RedisValue[] Values) Arguments(IReadOnlyList<Ask> asks)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var (keys, rates, acts) = (new List<RedisKey>(), new List<RedisValue>(), new List<RedisValue>());
        foreach (var ask in asks)
        {
            acts.Add(Number(ask.Bucket));
            acts.Add(ask.Other is { } other ? Number(other) : 0);
        }

        return ([.. keys], [.. rates, .. acts]);

        int Number(Bucket bucket)
        {
            if (!numbers.TryGetValue(bucket.Key, out var number))
            {
                keys.Add(prefix + bucket.Key);
                rates.Add(bucket.Rate.Step);
                rates.Add(bucket.Rate.Step * bucket.Rate.Burst);
                numbers[bucket.Key] = number = keys.Count;
            }

            return number;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "How much people do is counted by this replica alone for now: {Reason}")]
        public static partial void Away(ILogger logger, string reason);
    }
}
