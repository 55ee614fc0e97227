using OneVOne.Presence.Tests;

[assembly: AssemblyFixture(typeof(SharedApp))]

namespace OneVOne.Presence.Tests;

/// <summary>The two replicas of all tests that break nothing; each test has people of its own.</summary>
public sealed class SharedApp : IAsyncLifetime
{
    public PresenceApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await PresenceApp.StartAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
