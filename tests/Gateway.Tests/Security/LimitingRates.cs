using System.Diagnostics;
using OneVOne.Testing;

namespace OneVOne.Gateway.Tests.Security;

public sealed class LimitingRates
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_the_limit_an_address_is_told_when_to_come_back()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(
            replica, "chat", ("RequestsPerSecond", "1"), ("RequestBurst", "5"), ("AllowedOrigins:0", "https://play.example"));
        for (var n = 0; n < 5; n++)
        {
            await gateway.Http.GetAsync("/api/chat/x", Cancelled).ShouldBeAsync(200);
        }

        // One comes back each second, so of some in a row at least one is too many, however slow this machine is.
        using var response = await FirstRefusalAsync(gateway);

        await response.ShouldBeProblemAsync(429, "rate.limited");
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        // A page of another origin must be able to read it.
        Assert.True(response.Headers.Contains("Access-Control-Allow-Origin"));
        using var health = await gateway.Http.GetAsync("/health", Cancelled);
        Assert.True(health.IsSuccessStatusCode, "a probe must not be limited");
    }

    [Fact]
    public async Task Another_address_has_its_own_limit_and_a_spoofed_one_does_not_count()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var trusting = GatewayApp.Start(
            replica, "chat", ("RequestsPerSecond", "1"), ("RequestBurst", "1"), ("TrustedProxies:0", "127.0.0.0/8"));
        await using var facing = GatewayApp.Start(replica, "chat", ("RequestsPerSecond", "1"), ("RequestBurst", "1"));

        var seen = new List<int>();
        for (var n = 0; n < 20; n++)
        {
            Assert.Equal(200, await SendFromAsync(trusting, $"203.0.113.{n}"));
            seen.Add(await SendFromAsync(facing, $"203.0.113.{n}"));
        }

        Assert.Contains(429, seen);
        // Addresses of one IPv6 network are one customer's.
        var network = new List<int>();
        for (var n = 0; n < 20; n++)
        {
            network.Add(await SendFromAsync(trusting, $"2001:db8:0:1::{n:x}"));
        }

        Assert.Contains(429, network);
    }

    [Fact]
    public async Task Requests_in_parallel_get_no_more_than_the_limit()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, "chat", ("RequestsPerSecond", "1"), ("RequestBurst", "10"));
        var watch = Stopwatch.StartNew();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            using var response = await gateway.Http.GetAsync("/api/chat/x", Cancelled);
            return (int)response.StatusCode;
        }));

        var taken = answers.Count(status => status == 200);
        Assert.InRange(taken, 10, 10 + (int)Math.Ceiling(watch.Elapsed.TotalSeconds));
        Assert.Equal(taken, replica.Requests);
    }

    [Fact]
    public async Task Zero_turns_the_limit_off()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, "chat", ("RequestsPerSecond", "0"), ("RequestBurst", "1"));

        for (var n = 0; n < 50; n++)
        {
            await gateway.Http.GetAsync("/api/chat/x", Cancelled).ShouldBeAsync(200);
        }
    }

    private static async Task<HttpResponseMessage> FirstRefusalAsync(GatewayApp gateway)
    {
        for (var n = 0; n < 100; n++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/chat/x")
            {
                Headers = { { "Origin", "https://play.example" } },
            };
            var response = await gateway.Http.SendAsync(request, Cancelled);
            if (!response.IsSuccessStatusCode)
            {
                return response;
            }

            response.Dispose();
        }

        throw new InvalidOperationException("Never refused.");
    }

    private static async Task<int> SendFromAsync(GatewayApp gateway, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/chat/x")
        {
            Headers = { { "X-Forwarded-For", address } },
        };
        using var response = await gateway.Http.SendAsync(request, Cancelled);
        return (int)response.StatusCode;
    }
}
