using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.Messaging;

/// <summary>
/// Wraps every consumer in one transaction of its service's database together with the note that it consumed the
/// message: at-least-once delivery becomes exactly-once change. Consumers write through the service's context, do not
/// commit, and put what must happen after the commit into <see cref="AfterCommit"/>.
/// </summary>
internal sealed class InboxFilter<TMessage>(ServiceDbContext database, AfterCommit afterCommit) : IFilter<ConsumeContext<TMessage>>
    where TMessage : class
{
    public async Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
    {
        // Each consumer has a queue of its own, so the queue's name tells the consumer.
        var consumer = context.ReceiveContext.InputAddress.Segments[^1];
        var messageId = context.MessageId
            ?? throw new InvalidOperationException("A message without an id cannot be consumed exactly once.");
        await using var transaction = await database.Database.BeginTransactionAsync(context.CancellationToken);
        var isFirst = await database.Database.ExecuteSqlAsync(
            $"INSERT INTO inbox (consumer, message_id) VALUES ({consumer}, {messageId}) ON CONFLICT DO NOTHING",
            context.CancellationToken);
        if (isFirst == 0)
        {
            MessagingTelemetry.Repeated.Add(1, new KeyValuePair<string, object?>("consumer", consumer));
            return;
        }

        await next.Send(context);
        await database.SaveChangesAsync(context.CancellationToken);
        await transaction.CommitAsync(context.CancellationToken);
        await afterCommit.RunAsync(context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");
}
