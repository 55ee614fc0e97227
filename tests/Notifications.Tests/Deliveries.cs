using System.Collections.Concurrent;
using MassTransit;
using OneVOne.Testing;

namespace OneVOne.Notifications.Tests;

/// <summary>
/// Counts what the service's queues have finished with (acknowledged, so after the commit): a test knows that an event was
/// consumed also when nothing is to be seen of it.
/// </summary>
public sealed class Deliveries : IReceiveObserver
{
    private readonly ConcurrentDictionary<Guid, int> finished = new();

    public Task WaitAsync(Guid messageId, int times) => Eventually.IsAsync(
        $"message {messageId} delivered {times} times", () => Task.FromResult(finished.GetValueOrDefault(messageId) >= times));

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        finished.AddOrUpdate(context.GetMessageId()!.Value, 1, (_, count) => count + 1);
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}
