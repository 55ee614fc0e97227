using System.Collections.Concurrent;
using MassTransit;
using OneVOne.Contracts.Identity;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests;

/// <summary>Another service that keeps what others see of people.</summary>
internal sealed class ProfileListener : IAsyncDisposable
{
    private readonly ConcurrentQueue<ProfileChanged> heard = new();
    private readonly IBusControl bus;

    private ProfileListener() => bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
    {
        rabbit.Host(new Uri(TestServers.RabbitMq));
        rabbit.ReceiveEndpoint(new TemporaryEndpointDefinition(), endpoint => endpoint.Handler<ProfileChanged>(context =>
        {
            heard.Enqueue(context.Message);
            return Task.CompletedTask;
        }));
    });

    public static async Task<ProfileListener> StartAsync()
    {
        var listener = new ProfileListener();
        await listener.bus.StartAsync().EndsAsync("a bus starts");
        return listener;
    }

    /// <summary>Waits for the first change of a person's profile.</summary>
    public Task<ProfileChanged> HearAsync(Guid userId) => Eventually.GetAsync(
        "ProfileChanged", () => Task.FromResult(heard.FirstOrDefault(changed => changed.UserId == userId)));

    public async ValueTask DisposeAsync() => await bus.StopAsync().EndsAsync("a bus stops");
}
