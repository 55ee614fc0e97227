using OneVOne.AppHost.Local.Health;

namespace OneVOne.AppHost.Tests;

internal sealed class SwitchedProbe : IHealthProbe
{
    public volatile bool Healthy;

    public Task<string?> AskAsync(int replica, CancellationToken cancellationToken) =>
        Task.FromResult(Healthy ? null : "switched off");
}
