using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Throttling;

/// <summary>ASVS 6.3.1: guessing is slow, over all replicas, and does not lock out whom it is about.</summary>
public sealed class GuessingPasswords(IdentityApp app) : ThrottledReplicas(app)
{
    private const string Wrong = "wrong password";

    [Fact]
    public async Task After_five_wrong_passwords_an_account_waits_on_every_replica()
    {
        var replicas = StartTwo();
        var ann = await App.RegisterAsync();
        for (var i = 0; i < 5; i++)
        {
            await LogInAsync(replicas[i % 2], ann.Username, Wrong, "192.0.2.1").ShouldBeProblemAsync(401, "login.failed");
        }

        foreach (var replica in replicas)
        {
            // The right one, too: else the answer would tell which it is.
            var refused = await LogInAsync(replica, ann.Username, ann.Password, "192.0.2.1");
            await refused.ShouldBeProblemAsync(429, "login.throttled");
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task An_account_that_does_not_exist_waits_the_same()
    {
        // ASVS 6.3.8
        var replica = StartTwo()[0];
        var login = IdentityApp.NewName("nobody");
        for (var i = 0; i < 5; i++)
        {
            await LogInAsync(replica, login, Wrong, "192.0.2.2").ShouldBeProblemAsync(401, "login.failed");
        }

        await LogInAsync(replica, login.ToUpperInvariant(), Wrong, "192.0.2.2").ShouldBeProblemAsync(429, "login.throttled");
    }

    [Fact]
    public async Task Parallel_guesses_over_both_replicas_are_counted_exactly()
    {
        var replicas = StartTwo();
        var ann = await App.RegisterAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i =>
            LogInAsync(replicas[i % 2], ann.Username, Wrong, "192.0.2.3")));
        Assert.Equal(5, answers.Count(answer => (int)answer.StatusCode == 401));
        Assert.Equal(55, answers.Count(answer => (int)answer.StatusCode == 429));
    }

    [Fact]
    public async Task A_success_clears_the_account()
    {
        var replica = StartTwo()[0];
        var ann = await App.RegisterAsync();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                await LogInAsync(replica, ann.Username, Wrong, "192.0.2.4").ShouldBeProblemAsync(401, "login.failed");
            }

            await LogInAsync(replica, ann.Username, ann.Password, "192.0.2.4").ShouldBeAsync(200);
        }
    }

    [Fact]
    public async Task Who_guesses_from_elsewhere_does_not_lock_the_owner_out()
    {
        var replica = StartTwo(("Identity:Throttling:LogInPerAccount:Permits", "10"))[0];
        var ann = await App.RegisterAsync();
        await LogInAsync(replica, ann.Username, ann.Password, "198.51.100.1").ShouldBeAsync(200);
        for (var i = 0; i < 10; i++)
        {
            await LogInAsync(replica, ann.Username, Wrong, $"203.0.113.{i}").ShouldBeProblemAsync(401, "login.failed");
        }

        // From anywhere new the account waits; where its owner was before it does not.
        await LogInAsync(replica, ann.Username, ann.Password, "203.0.113.99").ShouldBeProblemAsync(429, "login.throttled");
        await LogInAsync(replica, ann.Username, ann.Password, "198.51.100.1").ShouldBeAsync(200);
    }

    [Fact]
    public async Task A_reset_lets_the_owner_in_from_wherever_they_are()
    {
        var replica = StartTwo(("Identity:Throttling:LogInPerAccount:Permits", "3"))[0];
        var ann = await App.RegisterAsync();
        for (var i = 0; i < 3; i++)
        {
            await LogInAsync(replica, ann.Username, Wrong, $"203.0.113.{i}").ShouldBeProblemAsync(401, "login.failed");
        }

        await LogInAsync(replica, ann.Username, ann.Password, "127.0.0.1").ShouldBeProblemAsync(429, "login.throttled");
        await replica.Http().PostAsync("/api/identity/password/forgot", new { login = ann.Email }).ShouldBeAsync(204);
        var token = await App.Mail.TokenAsync(ann.Email, 2);
        await replica.Http().PostAsync("/api/identity/password/reset", new { token, password = "three new words" }).ShouldBeAsync(204);
        await LogInAsync(replica, ann.Username, "three new words", "127.0.0.1").ShouldBeAsync(200);
    }

    [Fact]
    public async Task One_password_tried_on_many_accounts_makes_the_address_wait()
    {
        var replicas = StartTwo(("Identity:Throttling:LogInPerAddress:Permits", "8"));
        for (var i = 0; i < 8; i++)
        {
            await LogInAsync(replicas[i % 2], IdentityApp.NewName(), Wrong, "192.0.2.5").ShouldBeProblemAsync(401, "login.failed");
        }

        await LogInAsync(replicas[0], IdentityApp.NewName(), Wrong, "192.0.2.5").ShouldBeProblemAsync(429, "login.throttled");
        await LogInAsync(replicas[0], IdentityApp.NewName(), Wrong, "192.0.2.6").ShouldBeProblemAsync(401, "login.failed");
    }

    [Fact]
    public async Task An_IPv6_network_counts_as_one_address_and_a_mapped_IPv4_address_as_itself()
    {
        var replica = StartTwo(("Identity:Throttling:LogInPerAddress:Permits", "3"))[0];
        foreach (var address in new[] { "2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff:ffff:ffff:ffff" })
        {
            await LogInAsync(replica, IdentityApp.NewName(), Wrong, address).ShouldBeProblemAsync(401, "login.failed");
        }

        await LogInAsync(replica, IdentityApp.NewName(), Wrong, "2001:db8:1:2::4").ShouldBeProblemAsync(429, "login.throttled");
        await LogInAsync(replica, IdentityApp.NewName(), Wrong, "2001:db8:1:3::1").ShouldBeProblemAsync(401, "login.failed");

        foreach (var address in new[] { "192.0.2.7", "::ffff:192.0.2.7", "192.0.2.7" })
        {
            await LogInAsync(replica, IdentityApp.NewName(), Wrong, address).ShouldBeProblemAsync(401, "login.failed");
        }

        await LogInAsync(replica, IdentityApp.NewName(), Wrong, "::ffff:192.0.2.7").ShouldBeProblemAsync(429, "login.throttled");
    }

    [Fact]
    public async Task After_the_time_that_was_told_there_is_one_more_try()
    {
        var replica = StartTwo(
            ("Identity:Throttling:LogInPerAccountAndAddress:Permits", "2"),
            ("Identity:Throttling:LogInPerAccountAndAddress:Per", "00:00:02"))[0];
        var login = IdentityApp.NewName();
        await LogInAsync(replica, login, Wrong, "192.0.2.8").ShouldBeProblemAsync(401, "login.failed");
        await LogInAsync(replica, login, Wrong, "192.0.2.8").ShouldBeProblemAsync(401, "login.failed");
        await LogInAsync(replica, login, Wrong, "192.0.2.8").ShouldBeProblemAsync(429, "login.throttled");
        await Eventually.IsAsync("one more try", async () =>
            (int)(await LogInAsync(replica, login, Wrong, "192.0.2.8")).StatusCode == 401);
        await LogInAsync(replica, login, Wrong, "192.0.2.8").ShouldBeProblemAsync(429, "login.throttled");
    }

    [Fact]
    public async Task While_Redis_is_away_or_hangs_a_replica_counts_by_itself()
    {
        await using var redis = new OwnRedis();
        await redis.StartAsync();
        var replica = StartTwo(("ConnectionStrings:redis", redis.Configuration))[0];
        var ann = await App.RegisterAsync();
        await LogInAsync(replica, ann.Username, ann.Password, "192.0.2.9").ShouldBeAsync(200);

        await redis.PauseAsync();
        await GuessUntilThrottledAsync(replica, ann.Username, "192.0.2.9");
        await redis.ContinueAsync();
        await redis.KillAsync();
        // Neither closed to everybody nor open to guessing.
        await LogInAsync(replica, ann.Email, ann.Password, "192.0.2.10").ShouldBeAsync(200);
        await GuessUntilThrottledAsync(replica, ann.Username, "192.0.2.10");
    }

    [Fact]
    public async Task Neither_names_nor_mail_addresses_stand_in_Redis()
    {
        await using var redis = new OwnRedis();
        await redis.StartAsync();
        var replica = StartTwo(("ConnectionStrings:redis", redis.Configuration))[0];
        var ann = await App.RegisterAsync();
        await LogInAsync(replica, ann.Email, Wrong, "192.0.2.11").ShouldBeProblemAsync(401, "login.failed");
        using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        var keys = connection.GetServer(connection.GetEndPoints()[0]).Keys().Select(key => key.ToString()).ToList();
        Assert.Equal(3, keys.Count);
        Assert.DoesNotContain(keys, key => key.Contains(ann.Username, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_own_password_is_guessed_as_slowly_by_who_took_over_a_session()
    {
        var replica = StartTwo()[0];
        var ann = await IdentityApp.RegisterOnAsync(replica);
        Task<HttpResponseMessage> ChangeAsync(string current) => ann.Http.PostAsync(
            "/api/identity/password/change", new { currentPassword = current, newPassword = "three new words" });
        for (var i = 0; i < 5; i++)
        {
            await ChangeAsync(Wrong).ShouldBeProblemAsync(400, "request.invalid");
        }

        await ChangeAsync(ann.Password).ShouldBeProblemAsync(429, "rate.limited");
    }

    private static async Task GuessUntilThrottledAsync(ServiceHost<Program> replica, string login, string address)
    {
        for (var i = 0; i < 5; i++)
        {
            await LogInAsync(replica, login, Wrong, address).ShouldBeProblemAsync(401, "login.failed");
        }

        await LogInAsync(replica, login, Wrong, address).ShouldBeProblemAsync(429, "login.throttled");
    }

    private static async Task<HttpResponseMessage> LogInAsync(
        ServiceHost<Program> replica, string login, string password, string address)
    {
        using var client = replica.Http();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return await client.PostAsync("/api/identity/login", new { login, password });
    }
}
