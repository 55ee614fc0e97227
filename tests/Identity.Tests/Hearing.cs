using System.Collections.Concurrent;
using MassTransit;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests;

/// <summary>Hears one kind of event as another service does, and says what other services would.</summary>
internal sealed class Hearing<TEvent> : IAsyncDisposable
    where TEvent : class
{
    private readonly ConcurrentQueue<TEvent> heard = new();
    private readonly IBusControl bus;

    private Hearing() => bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
    {
        rabbit.Host(new Uri(TestServers.RabbitMq));
        rabbit.ReceiveEndpoint(new TemporaryEndpointDefinition(), endpoint => endpoint.Handler<TEvent>(context =>
        {
            heard.Enqueue(context.Message);
            return Task.CompletedTask;
        }));
    });

    public static async Task<Hearing<TEvent>> StartAsync()
    {
        var hearing = new Hearing<TEvent>();
        await hearing.bus.StartAsync();
        return hearing;
    }

    /// <summary>Those of this test; others use the broker too.</summary>
    public IReadOnlyList<TEvent> Where(Func<TEvent, bool> mine) => [.. heard.Where(mine)];

    public Task<TEvent> FirstAsync(Func<TEvent, bool> mine, TimeSpan? within = null) =>
        Eventually.GetAsync(typeof(TEvent).Name, () => Task.FromResult(heard.FirstOrDefault(mine)), within);

    public Task SayAsync<TOther>(TOther message)
        where TOther : class => bus.Publish(message);

    public async ValueTask DisposeAsync() => await bus.StopAsync();
}
