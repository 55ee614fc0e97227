namespace OneVOne.Chat.Tests.Host;

/// <summary>An app whose rooms are large and full soon, and whose deleted rooms are emptied at once.</summary>
[CollectionDefinition(nameof(SmallLimits))]
public sealed class SmallLimits : IAsyncLifetime, ICollectionFixture<SmallLimits>
{
    public ChatApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await ChatApp.StartAsync(replicas: 2, settings => settings
        .With("Chat:Fanout:LargeRoom", "2")
        .With("Chat:Rooms:MaxOwned", "2")
        .With("Chat:Rooms:MaxMembers", "3")
        .With("Chat:Rooms:PurgeInterval", "00:00:00.2"));

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
