using System.Net.WebSockets;
using OneVOne.Testing;

namespace OneVOne.Gateway.Tests.Proxying;

public sealed class LosingReplicas
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_replicas_get_requests()
    {
        await using var one = await StandInReplica.StartAsync("one");
        await using var two = await StandInReplica.StartAsync("two");
        await using var gateway = GatewayApp.Start([one, two]);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(n => gateway.Http.GetAsync($"/api/chat/{n}", Cancelled).ShouldBeAsync(200)));

        Assert.Equal(100, one.Requests + two.Requests);
        Assert.True(one.Requests > 10 && two.Requests > 10, $"{one.Requests} and {two.Requests}");
    }

    [Fact]
    public async Task Sockets_spread_evenly()
    {
        await using var one = await StandInReplica.StartAsync("one");
        await using var two = await StandInReplica.StartAsync("two");
        await using var gateway = GatewayApp.Start([one, two]);

        var sockets = new List<ClientWebSocket>();
        for (var n = 0; n < 10; n++)
        {
            sockets.Add(await gateway.OpenSocketAsync("/hubs/chat/echo"));
        }

        Assert.Equal((5, 5), (one.Requests, two.Requests));
        sockets.ForEach(socket => socket.Dispose());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_killed_replica_costs_new_requests_nothing(string method)
    {
        await using var one = await StandInReplica.StartAsync("one");
        await using var two = await StandInReplica.StartAsync("two");
        await using var gateway = GatewayApp.Start(
            [one, two], "chat", ("ProbeInterval", "01:00:00"), ("LeftOutFor", "00:00:00.050"));
        await SendManyAsync(gateway, method, 20);

        await one.KillAsync();

        // Left out for 50 ms only, so that it is tried, refuses, and is covered for again and again.
        await SendManyAsync(gateway, method, 200);
        await one.RestartAsync();
    }

    [Fact]
    public async Task A_killed_replica_is_left_out_from_the_first_refusal_on()
    {
        await using var one = await StandInReplica.StartAsync("one");
        await using var two = await StandInReplica.StartAsync("two");
        await using var gateway = GatewayApp.Start(
            [one, two], "chat", ("ProbeInterval", "01:00:00"), ("LeftOutFor", "01:00:00"));
        await one.KillAsync();

        for (var n = 0; n < 50; n++)
        {
            await gateway.Http.GetAsync("/api/chat/x", Cancelled).ShouldBeAsync(200);
        }

        Assert.Single(
            gateway.Logs.Text.Split('\n'), line => line.Contains("trying another replica", StringComparison.Ordinal));
        await one.RestartAsync();
    }

    [Fact]
    public async Task A_socket_opens_although_a_replica_was_killed()
    {
        await using var one = await StandInReplica.StartAsync("one");
        await using var two = await StandInReplica.StartAsync("two");
        await using var gateway = GatewayApp.Start(
            [one, two], "chat", ("ProbeInterval", "01:00:00"), ("LeftOutFor", "00:00:00.050"));
        await one.KillAsync();

        for (var n = 0; n < 10; n++)
        {
            using var socket = await gateway.OpenSocketAsync("/hubs/chat/echo");
            await socket.SendAsync("hello");
            Assert.Equal("hello", await socket.ReceiveAsync(TimeSpan.FromSeconds(5)));
        }

        await one.RestartAsync();
    }

    [Fact]
    public async Task A_restarted_replica_is_used_again()
    {
        await using var one = await StandInReplica.StartAsync("one");
        await using var two = await StandInReplica.StartAsync("two");
        await using var gateway = GatewayApp.Start(
            [one, two], "chat", ("ProbeInterval", "00:00:00.100"), ("LeftOutFor", "00:00:00.100"));
        await one.KillAsync();
        await SendManyAsync(gateway, "GET", 20);

        await one.RestartAsync();

        var before = one.Requests;
        await Eventually.IsAsync("the restarted replica gets requests", async () =>
        {
            await SendManyAsync(gateway, "GET", 5);
            return one.Requests > before;
        });
    }

    [Fact]
    public async Task A_replica_that_calls_itself_ill_is_left_out_until_it_is_well()
    {
        await using var one = await StandInReplica.StartAsync("one");
        await using var two = await StandInReplica.StartAsync("two");
        await using var gateway = GatewayApp.Start([one, two], "chat", ("ProbeInterval", "00:00:00.050"));

        one.Health = 503;
        await Eventually.IsAsync("the ill replica gets nothing", async () =>
        {
            var before = one.Requests;
            await SendManyAsync(gateway, "GET", 20);
            return one.Requests == before;
        });

        one.Health = 200;
        var ill = one.Requests;
        await Eventually.IsAsync("the well replica gets requests", async () =>
        {
            await SendManyAsync(gateway, "GET", 20);
            return one.Requests > ill;
        });
    }

    [Fact]
    public async Task When_all_call_themselves_ill_all_are_used()
    {
        await using var one = await StandInReplica.StartAsync("one");
        one.Health = 503;
        await using var gateway = GatewayApp.Start(one, "chat", ("ProbeInterval", "00:00:00.050"));

        await Eventually.IsAsync("it was found ill", () =>
            Task.FromResult(gateway.Logs.Text.Contains("Unhealthy", StringComparison.Ordinal)));
        await SendManyAsync(gateway, "GET", 20);
    }

    [Fact]
    public async Task With_all_replicas_away_the_answer_is_a_problem()
    {
        await using var one = await StandInReplica.StartAsync("one");
        await using var two = await StandInReplica.StartAsync("two");
        await using var gateway = GatewayApp.Start([one, two]);
        await one.KillAsync();
        await two.KillAsync();

        for (var n = 0; n < 5; n++)
        {
            using var response = await gateway.Http.GetAsync("/api/chat/x", Cancelled);
            await response.ShouldBeProblemAsync(503, "service.unavailable");
            Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter?.Delta);
        }

        await gateway.Http.PostAsync("/api/chat/x", new { }).ShouldBeProblemAsync(503, "service.unavailable");
        var refused = await Assert.ThrowsAsync<UpgradeRefusedException>(
            () => gateway.OpenSocketAsync("/hubs/chat/echo"));
        Assert.Equal(503, refused.Status);
        await one.RestartAsync();
        await two.RestartAsync();
    }

    [Fact]
    public async Task A_service_that_is_not_configured_is_away()
    {
        await using var gateway = GatewayApp.Start(Array.Empty<Uri>());

        await gateway.Http.GetAsync("/api/chat/x", Cancelled).ShouldBeProblemAsync(503, "service.unavailable");
    }

    [Fact]
    public async Task What_a_replica_had_begun_is_not_done_twice()
    {
        await using var one = await StandInReplica.StartAsync("one");
        await using var two = await StandInReplica.StartAsync("two");
        await using var gateway = GatewayApp.Start([one, two]);

        await gateway.Http.PostAsync("/api/chat/break", new { }).ShouldBeProblemAsync(503, "service.unavailable");

        Assert.Equal(1, one.Requests + two.Requests);
    }

    [Fact]
    public async Task A_read_that_broke_off_is_tried_on_the_other_replica()
    {
        await using var one = await StandInReplica.StartAsync("one");
        await using var two = await StandInReplica.StartAsync("two");
        await using var gateway = GatewayApp.Start([one, two]);

        await gateway.Http.GetAsync("/api/chat/break", Cancelled).ShouldBeProblemAsync(503, "service.unavailable");

        Assert.Equal((1, 1), (one.Requests, two.Requests));
    }

    [Fact]
    public async Task A_silent_service_is_a_timeout()
    {
        await using var one = await StandInReplica.StartAsync("one");
        await using var gateway = GatewayApp.Start(one, "chat", ("RequestTimeout", "00:00:00.300"));

        using var response = await gateway.Http.GetAsync("/api/chat/silent", Cancelled);

        await response.ShouldBeProblemAsync(504, "service.timeout");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    private static Task SendManyAsync(GatewayApp gateway, string method, int count) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, cancellation) =>
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/chat/{n}");
            if (method == "POST")
            {
                request.Content = new StringContent("hello");
            }

            await gateway.Http.SendAsync(request, cancellation).ShouldBeAsync(200);
        });
}
