using System.Collections.Concurrent;
using MassTransit;

namespace OneVOne.Testing;

/// <summary>Starts to hear.</summary>
public static class Listening
{
    public static async Task<Listening<TEvent>> StartAsync<TEvent>()
        where TEvent : class
    {
        var listening = new Listening<TEvent>();
        await listening.StartAsync();
        return listening;
    }
}

/// <summary>Hears one kind of event as another service does, on the real broker.</summary>
public sealed class Listening<TEvent> : IAsyncDisposable
    where TEvent : class
{
    private readonly ConcurrentQueue<TEvent> heard = new();
    private readonly IBusControl bus;

    internal Listening() => bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
    {
        rabbit.Host(new Uri(TestServers.RabbitMq));
        rabbit.ReceiveEndpoint(new TemporaryEndpointDefinition(), endpoint => endpoint.Handler<TEvent>(context =>
        {
            heard.Enqueue(context.Message);
            return Task.CompletedTask;
        }));
    });

    internal Task StartAsync() => bus.StartAsync().EndsAsync("a bus starts");

    /// <summary>Those of one test; others use the broker too.</summary>
    public IReadOnlyList<TEvent> Where(Func<TEvent, bool> mine) => [.. heard.Where(mine)];

    public Task<TEvent> FirstAsync(Func<TEvent, bool> mine, TimeSpan? within = null) =>
        Eventually.GetAsync(typeof(TEvent).Name, () => Task.FromResult(heard.FirstOrDefault(mine)), within);

    /// <summary>Says what another service would.</summary>
    public Task SayAsync<TOther>(TOther message)
        where TOther : class => bus.PublishSurelyAsync(message);

    public async ValueTask DisposeAsync() => await bus.StopAsync().EndsAsync("a bus stops");
}
