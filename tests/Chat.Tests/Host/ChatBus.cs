using System.Collections.Concurrent;
using MassTransit;
using OneVOne.Contracts.Chat;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Host;

/// <summary>Publishes what other services would, and hears what Chat publishes.</summary>
public sealed class ChatBus : IAsyncDisposable
{
    private readonly IBusControl bus;
    private readonly ConcurrentQueue<DirectMessage> messages = new();
    private readonly ConcurrentQueue<ConversationRead> reads = new();

    private ChatBus() => bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
    {
        rabbit.Host(new Uri(TestServers.RabbitMq));
        rabbit.ReceiveEndpoint($"chat-tests-{Guid.NewGuid():N}", endpoint =>
        {
            endpoint.AutoDelete = true;
            endpoint.Durable = false;
            endpoint.Handler<DirectMessagesSent>(context =>
            {
                foreach (var message in context.Message.Messages)
                {
                    messages.Enqueue(message);
                }

                return Task.CompletedTask;
            });
            endpoint.Handler<ConversationRead>(context =>
            {
                reads.Enqueue(context.Message);
                return Task.CompletedTask;
            });
        });
    });

    public static async Task<ChatBus> StartAsync()
    {
        var started = new ChatBus();
        await started.bus.StartAsync().EndsAsync("a bus starts");
        return started;
    }

    public Task PublishAsync<TEvent>(TEvent message, Guid? messageId = null)
        where TEvent : class =>
        bus.PublishSurelyAsync(message, messageId);

    /// <summary>The direct messages of a conversation that Chat has told of so far.</summary>
    public IReadOnlyList<DirectMessage> MessagesOf(Guid conversation) =>
        [.. messages.Where(message => message.ConversationId == conversation)];

    public IReadOnlyList<ConversationRead> ReadsOf(Guid conversation) =>
        [.. reads.Where(read => read.ConversationId == conversation)];

    public async ValueTask DisposeAsync() => await bus.StopAsync().EndsAsync("a bus stops");
}
