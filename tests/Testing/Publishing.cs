using MassTransit;

namespace OneVOne.Testing;

/// <summary>Puts an event on the broker as an outbox does.</summary>
public static class Publishing
{
    private static readonly TimeSpan Confirmed = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Until the broker has it, under the same id, as an outbox does. While a quorum queue expires, as those of tests do two minutes after
    /// they ended, RabbitMQ refuses what would go to it (rabbitmq/rabbitmq-server#15333), and once did not answer for a minute.
    /// </summary>
    public static Task PublishSurelyAsync<TEvent>(this IBus bus, TEvent message, Guid? messageId = null)
        where TEvent : class
    {
        var id = messageId ?? Guid.CreateVersion7();
        return Eventually.IsAsync($"{typeof(TEvent).Name} is published", async () =>
        {
            try
            {
                await bus.Publish(message, context => context.MessageId = id).EndsAsync($"{typeof(TEvent).Name} is published", Confirmed);
                return true;
            }
            catch (Exception e) when (e is RabbitMQ.Client.Exceptions.PublishException or TimeoutException)
            {
                return false;
            }
        }, within: 4 * Confirmed);
    }
}
