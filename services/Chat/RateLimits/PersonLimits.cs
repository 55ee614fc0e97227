using Microsoft.Extensions.Options;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.RateLimits;

/// <summary>How much one person may do, whichever device and replica they do it with.</summary>
internal sealed class PersonLimits(TokenBuckets buckets, IOptions<RateLimitOptions> options)
{
    private readonly RateLimitOptions limits = options.Value;

    /// <summary>Answers the sends of a batch that are too many, and takes them out of it; one round trip for all.</summary>
    public async Task AdmitAsync(List<PendingMessage> batch)
    {
        if (!limits.Enabled)
        {
            return;
        }

        var waits = await buckets.TakeAsync([.. batch.Select(AskOf)]);
        for (var i = batch.Count - 1; i >= 0; i--)
        {
            if (waits[i] is { } wait)
            {
                batch[i].Complete(TooMuch(wait));
                batch.RemoveAt(i);
                ChatTelemetry.Answered.Add(1, new KeyValuePair<string, object?>("verdict", "Limited"));
            }
        }
    }

    /// <returns>The refusal; null when it may go on.</returns>
    public async Task<Problem?> TakeAsync(Guid userId, Counted counted)
    {
        if (!limits.Enabled || RateOf(counted) is not { } rate)
        {
            return null;
        }

        var waits = await buckets.TakeAsync([new Ask(new Bucket($"{counted}:{userId:N}", rate))]);
        return waits[0] is { } wait ? TooMuch(wait) : null;
    }

    private Ask AskOf(PendingMessage pending) => new(
        new Bucket($"Sends:{pending.Author.Id:N}", limits.Sends),
        new Bucket($"Sends:{pending.Author.Id:N}:{pending.ConversationId:N}", limits.SendsPerConversation));

    private Rate? RateOf(Counted counted) => counted switch
    {
        Counted.Acts => limits.Acts,
        Counted.Openings => limits.Openings,
        Counted.Searches => limits.Searches,
        Counted.Elsewhere => null,
        _ => throw new ArgumentOutOfRangeException(nameof(counted), counted, null),
    };

    private static Problem TooMuch(TimeSpan wait)
    {
        // Up to the next millisecond: who waits as long as they are told gets through.
        var rounded = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        return new Problem(
            429, "rate.limited", $"Too much at once: wait {Math.Ceiling(wait.TotalSeconds)} s and try again.", RetryAfter: rounded);
    }
}

/// <summary>As what an act of a person is counted.</summary>
internal enum Counted
{
    /// <summary>What changes something.</summary>
    Acts,

    /// <summary>What begins a conversation.</summary>
    Openings,

    Searches,

    /// <summary>Not where it comes in: sends are counted by the batch, and read marks not at all.</summary>
    Elsewhere,
}
