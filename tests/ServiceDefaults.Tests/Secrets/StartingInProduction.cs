using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace OneVOne.ServiceDefaults.Tests.Secrets;

/// <summary>ASVS 13.3.1, 13.2.3: no service runs in production with secrets that are missing or that everybody knows.</summary>
public sealed class StartingInProduction
{
    private const string Good = "fJ2k9QpWm4xZ7vTn3LcR8sYb";

    private static readonly Dictionary<string, string?> AllGood = new()
    {
        ["Services:Key"] = Good,
        ["ConnectionStrings:sample-db"] = $"Host=db;Username=sample;Password={Good};Database=sample",
        ["ConnectionStrings:redis"] = $"redis:6379,password={Good},ssl=true",
        ["ConnectionStrings:rabbitmq"] = $"amqp://sample:{Good}@rabbitmq:5672",
    };

    [Fact]
    public async Task With_secrets_of_its_own_it_starts() => await StartAsync(AllGood, "Production");

    [Theory]
    [InlineData("Services:Key", null, "Services__Key is missing")]
    [InlineData("Services:Key", "short", "Services__Key is shorter")]
    [InlineData("Services:Key", "aaaaaaaaaaaaaaaaaaaaaaaa", "Services__Key has fewer")]
    [InlineData("Services:Key", "please-changeme-soon-enough", "Services__Key was left from a sample")]
    [InlineData("ConnectionStrings:sample-db", "Host=db;Username=postgres;Password=postgres", "ConnectionStrings__sample-db is one that everybody knows")]
    [InlineData("ConnectionStrings:sample-db", "Host=db;Username=sample", "ConnectionStrings__sample-db is missing")]
    [InlineData("ConnectionStrings:rabbitmq", "amqp://guest:guest@rabbitmq", "ConnectionStrings__rabbitmq is one that everybody knows")]
    [InlineData("ConnectionStrings:rabbitmq", "amqp://rabbitmq", "ConnectionStrings__rabbitmq is missing")]
    [InlineData("ConnectionStrings:redis", "redis:6379", "ConnectionStrings__redis is missing")]
    [InlineData("ConnectionStrings:redis", "redis:6379,password=redis", "ConnectionStrings__redis is one that everybody knows")]
    public async Task With_one_that_is_missing_or_known_it_does_not_and_says_which(string setting, string? value, string said)
    {
        var settings = new Dictionary<string, string?>(AllGood) { [setting] = value };
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(settings, "Production"));
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Good, failure.Message, StringComparison.Ordinal);
        Assert.Single(failure.Message.Split('\n'), line => line.StartsWith("  - ", StringComparison.Ordinal));
        await StartAsync(settings, "Development");
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(
            new Dictionary<string, string?> { ["ConnectionStrings:redis"] = "redis", ["ConnectionStrings:rabbitmq"] = "amqp://guest:guest@rabbitmq" },
            "Production"));
        Assert.Equal(3, failure.Message.Split('\n').Count(line => line.StartsWith("  - ", StringComparison.Ordinal)));
    }

    private static async Task StartAsync(Dictionary<string, string?> settings, string environment)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults("sample");
        await using var app = builder.Build();
        await app.StartAsync();
        await app.StopAsync();
    }
}
