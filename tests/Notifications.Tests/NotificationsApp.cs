using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using OneVOne.Contracts.Identity;
using OneVOne.Notifications.Tests;
using OneVOne.Testing;

[assembly: AssemblyFixture(typeof(NotificationsApp))]

namespace OneVOne.Notifications.Tests;

/// <summary>Two replicas of the service, and the bus on which the other services speak.</summary>
public sealed class NotificationsApp : IAsyncLifetime
{
    private readonly Deliveries deliveries = new();
    private TestIdentity? identity;
    private IBusControl? bus;

    public NotificationsApp()
        : this([])
    {
    }

    private NotificationsApp(Dictionary<string, string> settings) => ExtraSettings = settings;

    public ServiceHost<Program> First { get; private set; } = null!;

    public ServiceHost<Program> Second { get; private set; } = null!;

    public TestIdentity Identity => identity!;

    private Dictionary<string, string> ExtraSettings { get; }

    /// <summary>An application of its own, for a test that needs other settings.</summary>
    public static async Task<NotificationsApp> StartAsync(Dictionary<string, string> settings)
    {
        var app = new NotificationsApp(settings);
        await app.InitializeAsync();
        return app;
    }

    public async ValueTask InitializeAsync()
    {
        identity = await TestIdentity.StartAsync();
        var settings = await ServiceSettings.CreateAsync("notifications", identity);
        foreach (var (name, value) in ExtraSettings)
        {
            settings.With(name, value);
        }

        First = ServiceHost.Start<Program>(settings, Observe);
        Second = ServiceHost.Start<Program>(settings, Observe);
        bus = Bus.Factory.CreateUsingRabbitMq(rabbit => rabbit.Host(new Uri(TestServers.RabbitMq)));
        await bus.StartAsync(TimeSpan.FromSeconds(15));
    }

    /// <summary>A person whom the service has heard of.</summary>
    public async Task<Person> RegisterAsync(string name)
    {
        var person = CreateStranger(name);
        await PublishAsync(
            new UserRegistered(person.Id, person.Username, person.Username, DateTimeOffset.UtcNow, Version: 1));
        return person;
    }

    /// <summary>A person of whom only Identity knows yet.</summary>
    public Person CreateStranger(string name) => new(this, Identity.CreateUser(name));

    /// <summary>Publishes as another service's outbox does, and waits until the event was consumed.</summary>
    public Task PublishAsync<TEvent>(TEvent message)
        where TEvent : class => PublishAsync(message, Guid.CreateVersion7(), times: 1);

    /// <summary>Publishes one message several times at once, as a broker or an outbox may.</summary>
    public async Task PublishAsync<TEvent>(TEvent message, Guid messageId, int times)
        where TEvent : class
    {
        await Task.WhenAll(Enumerable.Range(0, times).Select(_ =>
            bus!.PublishSurelyAsync(message, messageId)));
        await deliveries.WaitAsync(messageId, times);
    }

    public async ValueTask DisposeAsync()
    {
        await bus!.StopAsync(TimeSpan.FromSeconds(5));
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await identity!.DisposeAsync();
    }

    private void Observe(IServiceCollection services) => services.AddReceiveObserver(_ => deliveries);
}
