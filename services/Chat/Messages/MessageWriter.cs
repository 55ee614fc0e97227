using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.Chat.RateLimits;
using OneVOne.Chat.Realtime;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Writes all messages of this replica. Sends wait in a bounded queue; one loop takes what waits and writes it in one
/// transaction, and while that commits the next batch forms by itself: an idle system answers at once, a busy one in
/// batches. Every send has one answer, and an answer of success comes after the commit.
/// </summary>
internal sealed partial class MessageWriter(
    MessageLog log,
    Viewers viewers,
    PersonLimits limits,
    EventBroadcast broadcast,
    IOptions<MessageOptions> options,
    ILogger<MessageWriter> logger) : BackgroundService
{
    private static readonly Problem QueueFull =
        new(429, "rate.limited", "Too much is being sent; try again.", RetryAfter: ChatLimits.QueueFullRetryAfter);

    private static readonly Problem Away =
        Problem.Unavailable("The message was not written; send it again with the same clientMessageId.");

    private readonly Channel<PendingMessage> queue = Channel.CreateBounded<PendingMessage>(
        new BoundedChannelOptions(options.Value.QueueCapacity) { SingleReader = true });

    private volatile bool stopping;

    public Task<Outcome<WrittenMessage>> WriteAsync(PendingMessage pending)
    {
        if (IsBehind() || !queue.Writer.TryWrite(pending))
        {
            pending.Complete(stopping ? Away : QueueFull);
        }

        return pending.Answer;
    }

    private bool IsBehind() =>
        queue.Reader.Count >= ChatLimits.WriteBatch
        && queue.Reader.TryPeek(out var oldest)
        && Stopwatch.GetElapsedTime(oldest.Since) > options.Value.QueueTime;

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        stopping = true;
        queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<PendingMessage>(ChatLimits.WriteBatch);
        var (started, work) = (0L, TimeSpan.Zero);
        // Ends with the queue, not with the token: what was taken in is written.
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await GatherAsync(started, work);
            while (batch.Count < ChatLimits.WriteBatch && queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            started = Stopwatch.GetTimestamp();
            work = WorkOf(batch);
            var looking = viewers.OfAsync(batch.Select(pending => pending.ConversationId));
            await limits.AdmitAsync(batch);
            if (batch.Count > 0)
            {
                await WriteBatchAsync(batch, await looking, ChatLimits.WriteRetries);
                ChatTelemetry.BatchSize.Record(batch.Count);
                ChatTelemetry.WriteTime.Record(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                batch.Clear();
            }
        }
    }

    /// <summary>The more the last batch made to do, the longer the next one gathers, counted from the beginning of that.</summary>
    private Task GatherAsync(long lastStarted, TimeSpan lastWork)
    {
        var gather = ChatLimits.GatherAtLeast + lastWork;
        var longest = options.Value.GatherTime;
        var wait = (gather < longest ? gather : longest) - Stopwatch.GetElapsedTime(lastStarted);
        return wait > TimeSpan.Zero && queue.Reader.Count < ChatLimits.WriteBatch
            ? Task.Delay(wait, CancellationToken.None)
            : Task.CompletedTask;
    }

    private TimeSpan WorkOf(List<PendingMessage> batch) =>
        (batch.Count * ChatLimits.GatherForEach) + (ChatLimits.GatherForDelivery * batch
            .CountBy(pending => pending.ConversationId)
            .Sum(messages => messages.Value * broadcast.CountListeners(messages.Key)));

    private async Task WriteBatchAsync(
        List<PendingMessage> batch, IReadOnlyList<(Guid ConversationId, Guid UserId)> looking, TimeSpan[] retries)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Finish(batch, await log.AppendAsync(batch, looking));
                return;
            }
            catch (PostgresException e) when (!IsAway(e))
            {
                await WriteOneByOneAsync(batch, looking, e);
                return;
            }
            catch (Exception e)
            {
                Log.NotWritten(logger, batch.Count, attempt, e.Message);
                if (attempt == retries.Length)
                {
                    Fail(batch, Away);
                    return;
                }

                await Task.Delay(retries[attempt], CancellationToken.None);
            }
        }
    }

    /// <summary>One send that the database refuses must not take the others of its batch with it.</summary>
    private async Task WriteOneByOneAsync(
        List<PendingMessage> batch, IReadOnlyList<(Guid ConversationId, Guid UserId)> looking, PostgresException refusal)
    {
        if (batch.Count == 1)
        {
            Log.Refused(logger, refusal, batch[0].Id);
            Fail(batch, Problem.Internal);
            return;
        }

        foreach (var pending in batch)
        {
            await WriteBatchAsync([pending], looking, []);
        }
    }

    // Class 57 is a shutdown, a crash or a cancelled statement; 25 a server that is read-only for the moment.
    private static bool IsAway(PostgresException exception) =>
        exception.IsTransient
        || exception.SqlState.StartsWith("57", StringComparison.Ordinal)
        || exception.SqlState.StartsWith("25", StringComparison.Ordinal);

    private void Finish(List<PendingMessage> batch, IReadOnlyList<WrittenMessage> written)
    {
        // In the batch's order, which is the order of the numbers.
        var told = new List<Told>(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            if (written[i].Verdict == Verdict.Created)
            {
                told.Add(new Told(written[i].ToMessage(batch[i]), written[i].Audience, written[i].AnswerTo(batch[i])));
            }
        }

        broadcast.Enqueue(told);
        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Complete(written[i]);
            ChatTelemetry.Answered.Add(1, new KeyValuePair<string, object?>("verdict", written[i].Verdict.ToString()));
        }
    }

    private static void Fail(List<PendingMessage> batch, Problem problem)
    {
        foreach (var pending in batch)
        {
            pending.Complete(problem);
        }

        ChatTelemetry.Answered.Add(batch.Count, new KeyValuePair<string, object?>("verdict", "Failed"));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A batch of {Count} was not written (try {Attempt}): {Reason}")]
        public static partial void NotWritten(ILogger logger, int count, int attempt, string reason);

        [LoggerMessage(2, LogLevel.Error, "The database refuses message {MessageId}")]
        public static partial void Refused(ILogger logger, Exception exception, Guid messageId);
    }
}
