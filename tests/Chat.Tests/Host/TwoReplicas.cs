using OneVOne.Chat.Tests.Host;

[assembly: AssemblyFixture(typeof(TwoReplicas))]

namespace OneVOne.Chat.Tests.Host;

/// <summary>The app that all tests share which neither break it nor count what is in the public room.</summary>
public sealed class TwoReplicas : IAsyncLifetime
{
    public ChatApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await ChatApp.StartAsync(replicas: 2);

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
