using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Throttling;

/// <summary>Two replicas that count tries, with nobody else; gone after the test, as each holds connections.</summary>
public abstract class ThrottledReplicas(IdentityApp app) : IAsyncDisposable
{
    private readonly List<ServiceHost<Program>> started = [];

    protected IdentityApp App { get; } = app;

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in started)
        {
            await replica.DisposeAsync();
        }
    }

    protected ServiceHost<Program>[] StartTwo(params (string Name, string Value)[] changes)
    {
        var settings = App.Settings.Copy()
            .With("Identity:Throttling:Enabled", "true")
            .With("Identity:RedisPrefix", $"identity-{Guid.NewGuid():N}");
        foreach (var (name, value) in changes)
        {
            settings.With(name, value);
        }

        started.AddRange([ServiceHost.Start<Program>(settings), ServiceHost.Start<Program>(settings)]);
        return [started[^2], started[^1]];
    }
}
