using MassTransit;

namespace OneVOne.Testing;

/// <summary>Puts an event on the broker as an outbox does.</summary>
public static class Publishing
{
    /// <summary>
    /// Until the broker has it, under the same id: it was seen to refuse one, likely as a queue that it goes to was removed, as
    /// another test's is when that ends.
    /// </summary>
    public static Task PublishSurelyAsync<TEvent>(this IBus bus, TEvent message, Guid? messageId)
        where TEvent : class
    {
        var id = messageId ?? Guid.CreateVersion7();
        return Eventually.IsAsync($"{typeof(TEvent).Name} is published", async () =>
        {
            try
            {
                await bus.Publish(message, context => context.MessageId = id).EndsAsync($"{typeof(TEvent).Name} is published");
                return true;
            }
            catch (RabbitMQ.Client.Exceptions.PublishException)
            {
                return false;
            }
        });
    }
}
