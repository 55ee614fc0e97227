namespace OneVOne.AppHost.Local.Health;

/// <summary>Asks one replica whether it can work; null is yes, otherwise the reason why not.</summary>
internal interface IHealthProbe
{
    Task<string?> AskAsync(int replica, CancellationToken cancellationToken);
}
