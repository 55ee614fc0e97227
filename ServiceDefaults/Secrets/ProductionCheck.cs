using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace OneVOne.ServiceDefaults.Secrets;

/// <summary>
/// Keeps a service from starting in production with secrets that are missing or that everybody knows, and says which: all
/// of them at once, and before anything else of the service runs.
/// </summary>
internal sealed class ProductionCheck(
    IHostEnvironment environment, IConfiguration configuration, IEnumerable<ProductionRule> rules) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsProduction())
        {
            return Task.CompletedTask;
        }

        var wrong = ProductionRules.CheckServers(configuration)
            .Concat(rules.Select(rule => rule.Check(configuration)).OfType<string>())
            .ToList();
        return wrong.Count == 0 ? Task.CompletedTask : throw new InvalidOperationException(
            "This is production, and not everything is set for it:\n"
            + string.Join('\n', wrong.Select(each => $"  - {each}"))
            + "\nSee docs/operations.md. For a development system set ASPNETCORE_ENVIRONMENT=Development.");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
