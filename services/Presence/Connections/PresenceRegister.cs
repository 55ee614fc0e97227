using System.Globalization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OneVOne.Presence.Connections;

/// <summary>
/// Who is online, in Redis. A method has sent its command when it returns its task, and commands of one process arrive in
/// the order in which they were sent: <see cref="HeldPeople"/> relies on that.
/// </summary>
internal sealed class PresenceRegister(
    IConnectionMultiplexer redis, IOptions<PresenceOptions> options, TimeProvider time)
{
    private readonly PresenceOptions options = options.Value;
    private readonly RedisKey[] prefix = [options.Value.KeyPrefix];
    private readonly RedisKey online = options.Value.KeyPrefix + ":online";
    private readonly RedisKey shown = options.Value.KeyPrefix + ":shown";

    /// <summary>Whether a call failed because Redis is away, restarts or does not answer in time.</summary>
    public static bool IsAway(Exception exception) =>
        exception is RedisException or TimeoutException or ObjectDisposedException;

    public Task AcquireAsync(string lease) => RunAsync(PresenceScripts.Acquire, lease, Milliseconds(options.Lease));

    /// <summary>Null when the lease has ended: nothing was written.</summary>
    public async Task<IReadOnlyList<Change>?> HoldAsync(string lease, IEnumerable<(Guid UserId, string How)> people)
    {
        var reply = (RedisResult[]?)await RunAsync(
            PresenceScripts.Hold,
            [
                lease,
                Milliseconds(options.AnnounceWithin),
                Milliseconds(options.ChangeInterval),
                .. people.SelectMany(person => new RedisValue[] { person.UserId.ToString(), person.How }),
            ]);
        return (long)reply![0] == 0
            ? null
            : ReadChanges(reply.Skip(2), (string)reply[1]!);
    }

    /// <summary>False when the lease has ended: nothing was written.</summary>
    public async Task<bool> LeaveAsync(string lease, Guid userId, TimeSpan grace) =>
        (long)await RunAsync(PresenceScripts.Leave, lease, Milliseconds(grace), userId.ToString()) == 1;

    /// <summary>Tells again of people who left, for a server that may not know of it.</summary>
    public Task LeftAsync(IEnumerable<(Guid UserId, DateTimeOffset At)> people) =>
        RunAsync(
            PresenceScripts.Left,
            [
                Milliseconds(options.OfflineAfter),
                .. people.SelectMany(person =>
                    new RedisValue[] { person.UserId.ToString(), person.At.ToUnixTimeMilliseconds() }),
            ]);

    /// <summary>Renews the lease and takes on what is due. Null when the lease has ended.</summary>
    public async Task<TickReply?> TickAsync(string lease)
    {
        var reply = (RedisResult[]?)await RunAsync(
            PresenceScripts.Tick,
            lease,
            Milliseconds(options.Lease),
            Milliseconds(options.OfflineAfter),
            Milliseconds(options.AnnounceWithin),
            PresenceLimits.RegisterBatch,
            Milliseconds(options.CountInterval),
            Milliseconds(options.ChangeInterval));
        return (long)reply![0] == 0
            ? null
            : new TickReply(
                (long)reply[1],
                TellsCount: (long)reply[2] == 1,
                HasMore: (long)reply[3] == 1,
                [.. reply.Skip(5).Chunk(2).Select(change => new Change(
                    Guid.Parse((string)change[0]!), (string)reply[4]!, ReadTime((string?)change[1])))]);
    }

    /// <summary>Gives up a lease and lets go of whom it holds.</summary>
    public async Task ReleaseAsync(string lease, TimeSpan grace)
    {
        while ((long)await RunAsync(
            PresenceScripts.Release, lease, Milliseconds(grace), PresenceLimits.RegisterBatch) == 0)
        {
        }
    }

    /// <summary>Claims a change of people of whom something that is not kept here looks different now.</summary>
    public async Task<IReadOnlyList<Change>> TouchAsync(IEnumerable<Guid> userIds)
    {
        var reply = (RedisResult[])(await RunAsync(
            PresenceScripts.Touch,
            [
                Milliseconds(options.AnnounceWithin),
                Milliseconds(options.ChangeInterval),
                .. userIds.Select(id => (RedisValue)id.ToString()),
            ]))!;
        return ReadChanges(reply.Skip(1), (string)reply[0]!);
    }

    /// <summary>A person shows a game for some time, or with an empty one no longer. Null for who is not connected.</summary>
    public async Task<IReadOnlyList<Change>?> PlayAsync(Guid userId, string game, TimeSpan lifetime)
    {
        var reply = (RedisResult[])(await RunAsync(
            PresenceScripts.Play,
            Milliseconds(options.AnnounceWithin),
            Milliseconds(options.ChangeInterval),
            userId.ToString(),
            game,
            Milliseconds(lifetime)))!;
        return (long)reply[0] == 0 ? null : ReadChanges(reply.Skip(2), (string)reply[1]!);
    }

    /// <summary>
    /// Says that changes are announced, and with which digest, empty for offline; answers who has changed again since they
    /// were claimed.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> ConfirmAsync(string claim, IEnumerable<(Guid UserId, string Digest)> told) =>
        [.. ((RedisResult[])(await RunAsync(
            PresenceScripts.Confirm,
            [claim, .. told.SelectMany(change => new RedisValue[] { change.UserId.ToString(), change.Digest })]))!)
            .Select(user => Guid.Parse((string)user!))];

    /// <summary>How these people are connected; who is not is missing.</summary>
    public async Task<IReadOnlyDictionary<Guid, Connected>> ReadAsync(IReadOnlyCollection<Guid> userIds) =>
        (await ReadHashAsync(online, userIds)).ToDictionary(entry => entry.Key, entry => Connected.Read(entry.Value));

    /// <summary>The digest of what others were last told of these people; who was last said to be offline is missing.</summary>
    public Task<IReadOnlyDictionary<Guid, string>> ReadShownAsync(IReadOnlyCollection<Guid> userIds) => ReadHashAsync(shown, userIds);

    /// <summary>Some of those whom others were told to be here, anyone as likely as another.</summary>
    public async Task<IReadOnlyList<Guid>> SampleAsync(int count)
    {
        var reply = (RedisResult[]?)await redis.GetDatabase()
            .ExecuteAsync("HRANDFIELD", [shown, count]).WaitAsync(options.RedisTimeout, time);
        return [.. reply!.Select(user => Guid.Parse((string)user!))];
    }

    // All batches are on their way before the first answer: one round trip.
    private async Task<IReadOnlyDictionary<Guid, string>> ReadHashAsync(RedisKey hash, IReadOnlyCollection<Guid> userIds)
    {
        var batches = userIds.Chunk(PresenceLimits.RegisterBatch).ToArray();
        var replies = await Task.WhenAll(batches.Select(batch => redis.GetDatabase()
            .HashGetAsync(hash, [.. batch.Select(id => (RedisValue)id.ToString())])))
            .WaitAsync(options.RedisTimeout, time);
        return batches.Zip(replies)
            .SelectMany(batch => batch.First.Zip(batch.Second))
            .Where(entry => !entry.Second.IsNull)
            .ToDictionary(entry => entry.First, entry => (string)entry.Second!);
    }

    private static Change[] ReadChanges(IEnumerable<RedisResult> userIds, string claim) =>
        [.. userIds.Select(user => new Change(Guid.Parse((string)user!), claim, null))];

    private Task<RedisResult> RunAsync(string script, params RedisValue[] arguments) =>
        redis.GetDatabase().ScriptEvaluateAsync(script, prefix, arguments).WaitAsync(options.RedisTimeout, time);

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    private static DateTimeOffset? ReadTime(string? milliseconds) =>
        string.IsNullOrEmpty(milliseconds)
            ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(milliseconds, CultureInfo.InvariantCulture));
}

/// <summary>Others may have to see a person differently, and this process has claimed the announcement.</summary>
/// <param name="Claim">What <see cref="PresenceRegister.ConfirmAsync"/> needs; null for a repetition, which needs none.</param>
/// <param name="LastSeenAt">Of someone who went.</param>
internal sealed record Change(Guid UserId, string? Claim, DateTimeOffset? LastSeenAt);

/// <param name="Count">People on the site.</param>
/// <param name="TellsCount">This replica, and no other, tells everyone the count.</param>
/// <param name="HasMore">There was more than fits into one call.</param>
internal sealed record TickReply(long Count, bool TellsCount, bool HasMore, IReadOnlyList<Change> Changes);
