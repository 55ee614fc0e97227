using Microsoft.Extensions.Options;
using OneVOne.ServiceDefaults.Realtime;
using StackExchange.Redis;

namespace OneVOne.Chat.Occupancy;

/// <summary>
/// How many people look at each conversation, in Redis, over all replicas. A method has sent its command when it returns its
/// task, and commands of one process arrive in the order in which they were sent: <see cref="Viewing"/> relies on that.
/// </summary>
internal sealed class OccupancyRegister(
    IConnectionMultiplexer redis, IOptions<RedisBackplaneOptions> options, TimeProvider time)
{
    private readonly RedisKey[] prefix = [$"{{{options.Value.ChannelPrefix}:chat:occupancy}}"];

    public static bool IsAway(Exception exception) =>
        exception is RedisException or TimeoutException or ObjectDisposedException;

    public Task AcquireAsync(string lease) =>
        RunAsync(OccupancyScripts.Acquire, lease, Milliseconds(ChatLimits.OccupancyLease));

    /// <summary>
    /// The number of people who look at the last conversation named; null when the lease has ended and nothing was written.
    /// </summary>
    public async Task<long?> LookAsync(string lease, IEnumerable<(bool Looks, Guid ConversationId, Guid UserId)> changes)
    {
        var number = (long)await RunAsync(
            OccupancyScripts.Look,
            [
                lease,
                Milliseconds(ChatLimits.OccupancyInterval),
                .. changes.SelectMany(change => new RedisValue[]
                {
                    change.Looks ? "+" : "-", change.ConversationId.ToString("N"), change.UserId.ToString("N"),
                }),
            ]);
        return number < 0 ? null : number;
    }

    /// <summary>Renews the lease and takes on what is due to be told. Null when the lease has ended.</summary>
    public async Task<DueNumbers?> BeatAsync(string lease)
    {
        var reply = (RedisResult[])(await RunAsync(
            OccupancyScripts.Beat,
            lease,
            Milliseconds(ChatLimits.OccupancyLease),
            Milliseconds(ChatLimits.OccupancyInterval),
            Milliseconds(ChatLimits.OccupancyClaim),
            ChatLimits.OccupancyBatch))!;
        return (long)reply[0] == 0
            ? null
            : new((string)reply[1]!, [.. reply.Skip(2).Chunk(2).Select(pair =>
                new ConversationOccupancy(Guid.ParseExact((string)pair[0]!, "N"), (long)pair[1]))]);
    }

    public Task ToldAsync(DueNumbers due) =>
        RunAsync(
            OccupancyScripts.Told,
            [due.Claim, .. due.Numbers.Select(number => (RedisValue)number.ConversationId.ToString("N"))]);

    private Task<RedisResult> RunAsync(string script, params RedisValue[] arguments) =>
        redis.GetDatabase().ScriptEvaluateAsync(script, prefix, arguments).WaitAsync(options.Value.RedisTimeout, time);

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}

/// <param name="Claim">What tells this taking on from a later one.</param>
internal sealed record DueNumbers(string Claim, IReadOnlyList<ConversationOccupancy> Numbers);

/// <summary>How many people look at a conversation now, each counted once on however many devices.</summary>
public sealed record ConversationOccupancy(Guid ConversationId, long Online);
