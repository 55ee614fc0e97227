using System.Collections.Concurrent;
using MassTransit;
using OneVOne.Contracts.Identity;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests;

/// <summary>Another service, as far as Identity can tell: hears what it publishes on the real broker.</summary>
internal sealed class EventListener : IAsyncDisposable
{
    private readonly ConcurrentQueue<UserRegistered> heard = new();
    private readonly IBusControl bus;

    private EventListener() => bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
    {
        rabbit.Host(new Uri(TestServers.RabbitMq));
        rabbit.ReceiveEndpoint(new TemporaryEndpointDefinition(), endpoint => endpoint.Handler<UserRegistered>(context =>
        {
            heard.Enqueue(context.Message);
            return Task.CompletedTask;
        }));
    });

    public static async Task<EventListener> StartAsync()
    {
        var listener = new EventListener();
        await listener.bus.StartAsync().EndsAsync("a bus starts");
        return listener;
    }

    /// <summary>The events of people who bear the name in any case; other tests use the broker too.</summary>
    public IReadOnlyList<UserRegistered> Of(string username) =>
        [.. heard.Where(e => string.Equals(e.Username, username, StringComparison.OrdinalIgnoreCase))];

    public async ValueTask DisposeAsync() => await bus.StopAsync().EndsAsync("a bus stops");
}
