using System.Collections.Concurrent;
using System.Diagnostics;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Telemetry;

/// <summary>ASVS 16.2.5: an access token is in no log and no trace, however much an operator wants to know.</summary>
public sealed class KeepingTokensSecret(Replicas replicas)
{
    [Theory]
    [InlineData("Information")]
    [InlineData("Debug")]
    [InlineData("Trace")]
    public async Task No_log_has_a_token_at_any_level(string level)
    {
        var logs = new RecordedLogs();
        var settings = await ServiceSettings.CreateAsync("sample", replicas.Identity);
        foreach (var category in new[] { "Default", "Microsoft", "Microsoft.AspNetCore", "System", "Npgsql", "MassTransit", "OneVOne" })
        {
            settings.With($"Logging:LogLevel:{category}", level);
        }

        await using var app = await SampleApp.StartAsync(settings, logs: logs);
        var ann = replicas.Identity.CreateUser("ann");
        await UseAsync(app, ann);
        await app.PublishAsync(new Contracts.Identity.UserRegistered(ann.Id, ann.Username, ann.Username, DateTimeOffset.UtcNow, 1));

        await Eventually.IsAsync("something is logged", () => Task.FromResult(logs.Text.Length > 0));
        AssertNone(logs.Text, ann);
    }

    [Fact]
    public async Task No_trace_has_a_token()
    {
        var told = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => told.Enqueue(
                $"{activity.OperationName} {activity.DisplayName} {string.Join(' ', activity.TagObjects)} "
                + string.Join(' ', activity.Events.SelectMany(e => e.Tags))),
        };
        ActivitySource.AddActivityListener(listener);
        var ann = replicas.Identity.CreateUser("ann");
        await UseAsync(replicas.First, ann);

        await Eventually.IsAsync("the connection is traced", () =>
            Task.FromResult(told.Any(text => text.Contains("/hubs/sample", StringComparison.Ordinal))));
        AssertNone(string.Join('\n', told), ann);
    }

    /// <summary>Everything that a client does with a token: right, refused, over HTTP and over a hub.</summary>
    private static async Task UseAsync(SampleApp app, TestUser ann)
    {
        await app.Http(ann.Token).GetAsync("/me").ShouldBeAsync(200);
        await app.Http(ann.Token).GetAsync("/nothing").ShouldBeAsync(404);
        await app.Http(ann.Token).PostAsync("/fail").ShouldBeProblemAsync(500, "internal");
        await using (var hub = await app.ConnectAsync(ann))
        {
            await hub.CallAsync("Echo", new Text("hello"));
            await hub.ShouldRefuseAsync(500, "internal", "Fail", new Text("hello"));
        }

        await app.Http(null).GetAsync($"/hubs/sample?access_token={ann.Token}");
        await Assert.ThrowsAnyAsync<Exception>(() => HubClient.ConnectAsync(app.Address, "/hubs/sample", Broken(ann.Token)));
        await app.Http(Broken(ann.Token)).GetAsync("/me").ShouldBeProblemAsync(401, "auth.token_invalid");
    }

    /// <summary>Not in part either: the header is the same for all, what follows it is a person's.</summary>
    private static void AssertNone(string text, TestUser ann)
    {
        foreach (var part in ann.Token.Split('.')[1..])
        {
            var at = text.IndexOf(part[..24], StringComparison.Ordinal);
            Assert.True(at < 0, at < 0 ? "" : text[Math.Max(0, at - 400)..Math.Min(text.Length, at + 40)]);
        }
    }

    private static string Broken(string token) => $"{token}x";
}
