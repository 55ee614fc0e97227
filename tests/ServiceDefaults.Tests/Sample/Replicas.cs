using OneVOne.Testing;

[assembly: AssemblyFixture(typeof(OneVOne.ServiceDefaults.Tests.Sample.Replicas))]

namespace OneVOne.ServiceDefaults.Tests.Sample;

/// <summary>Two replicas of the sample service on one database, one Redis and one broker, started at the same moment.</summary>
public sealed class Replicas : IAsyncLifetime
{
    public TestIdentity Identity { get; private set; } = null!;

    public TestFriends Friends { get; private set; } = null!;

    public ServiceSettings Settings { get; private set; } = null!;

    public FailureSwitch Failures { get; } = new();

    public SampleApp First { get; private set; } = null!;

    public SampleApp Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Identity = await TestIdentity.StartAsync();
        Friends = await TestFriends.StartAsync();
        Settings = (await ServiceSettings.CreateAsync("sample", Identity))
            .With("services:friends:http:0", Friends.Address.ToString());
        var both = await Task.WhenAll(SampleApp.StartAsync(Settings, Failures), SampleApp.StartAsync(Settings, Failures));
        (First, Second) = (both[0], both[1]);
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await Friends.DisposeAsync();
        await Identity.DisposeAsync();
    }
}
