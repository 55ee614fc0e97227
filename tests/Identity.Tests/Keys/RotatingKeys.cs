using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using OneVOne.ServiceDefaults;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Keys;

/// <summary>Keys change without anyone noticing (ASVS 11.2.2, 13.3.4): published before they sign, and until they are forgotten.</summary>
public sealed class RotatingKeys
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_token_is_good_on_both_replicas_and_on_a_service_that_caches_the_keys_all_through_a_rotation()
    {
        await using var system = await RotatingSystem.StartAsync();
        await using var service = await KeyCachingService.StartAsync(system);
        var before = await system.IssueAsync(0);
        await system.OpensEverywhereAsync(before, service);

        system.Time.Advance(TimeSpan.FromHours(22.9));
        Assert.Single(await system.PublishedAsync(0));

        system.Time.Advance(TimeSpan.FromHours(0.2));
        await Eventually.IsAsync("both replicas publish the next key", async () =>
            (await system.PublishedAsync(0)).Count == 2 && (await system.PublishedAsync(1)).Count == 2);
        var ahead = await system.IssueAsync(1);
        Assert.Equal(Kid(before), Kid(ahead));
        await system.OpensEverywhereAsync(ahead, service);

        // Identity is away for the service from here on: what it knows has to do.
        service.IdentityIsAway = true;
        system.Time.Advance(TimeSpan.FromMinutes(59));
        var last = await system.IssueAsync(0);
        Assert.Equal(Kid(before), Kid(last));
        system.Time.Advance(TimeSpan.FromMinutes(2));
        var (first, second) = (await system.IssueAsync(0), await system.IssueAsync(1));
        Assert.NotEqual(Kid(before), Kid(first));
        Assert.Equal(Kid(first), Kid(second));
        foreach (var token in new[] { last, first, second })
        {
            await system.OpensEverywhereAsync(token, service);
        }

        service.IdentityIsAway = false;
        system.Time.Advance(TimeSpan.FromMinutes(12));
        await system.OpensEverywhereAsync(last, service);
        system.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([Kid(first)], await system.PublishedAsync(0));
        Assert.Equal([Kid(first)], await system.PublishedAsync(1));
        await Eventually.IsAsync("the old key is deleted", async () => await system.CountKeysAsync() == 1);
        Assert.Equal(2, await system.NewestGenerationAsync());
    }

    [Fact]
    public async Task An_operator_can_ask_for_the_next_key_and_asking_twice_makes_one()
    {
        await using var system = await RotatingSystem.StartAsync();
        var rotations = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => system.RotateAsync(i % 2, atOnce: false).ShouldBeAsync(200)));
        Assert.Single(rotations.Select(rotation => rotation.GetProperty("kid").GetString()).Distinct());
        Assert.Equal(2, await system.NewestGenerationAsync());
        Assert.Equal(2, (await system.PublishedAsync(0)).Count);
        Assert.NotEqual(rotations[0].GetProperty("kid").GetString(), Kid(await system.IssueAsync(0)));
    }

    [Fact]
    public async Task When_a_key_is_in_wrong_hands_the_next_one_signs_at_once_and_its_tokens_are_refused()
    {
        await using var system = await RotatingSystem.StartAsync();
        var stolen = await system.IssueAsync(0);
        var rotation = await system.RotateAsync(0, atOnce: true).ShouldBeAsync(200);
        await Eventually.IsAsync("the other replica knows", async () => Kid(await system.IssueAsync(1)) == rotation.GetProperty("kid").GetString());
        Assert.Equal([rotation.GetProperty("kid").GetString()!], await system.PublishedAsync(1));
        system.Time.Advance(TimeSpan.FromMinutes(11)); // the longest that a service keeps the keys
        await system.Replicas[1].Bearing(stolen).GetAsync("/api/identity/me").ShouldBeProblemAsync(401, "auth.token_invalid");
    }

    [Fact]
    public async Task Only_the_deployments_own_may_rotate_keys_or_read_who_was_logged_out()
    {
        await using var system = await RotatingSystem.StartAsync();
        var replica = system.Replicas[0];
        await replica.Http().PostAsync("/internal/keys/rotate").ShouldBeProblemAsync(401, "service.key_invalid");
        await replica.Bearing(await system.IssueAsync(0)).PostAsync("/internal/keys/rotate").ShouldBeProblemAsync(401, "service.key_invalid");
        await replica.Http().GetAsync("/internal/ended-sessions").ShouldBeProblemAsync(401, "service.key_invalid");
    }

    [Fact]
    public async Task The_protecting_secret_can_be_changed_and_the_keys_stay()
    {
        var settings = await IdentityApp.CreateSettingsAsync();
        string kid;
        await using (var old = ServiceHost.Start<Program>(settings))
        {
            kid = Kid((await IdentityApp.RegisterOnAsync(old)).AccessToken);
        }

        var changing = settings.Copy()
            .With("Identity:KeyProtectionSecret", "the next secret of the tests")
            .With("Identity:PreviousKeyProtectionSecret", settings["Identity:KeyProtectionSecret"]);
        await using (ServiceHost.Start<Program>(changing))
        {
        }

        await using var changed = ServiceHost.Start<Program>(changing.Copy().With("Identity:PreviousKeyProtectionSecret", ""));
        Assert.Equal(kid, Kid((await IdentityApp.RegisterOnAsync(changed)).AccessToken));
        Assert.Throws<InvalidOperationException>(() => ServiceHost.Start<Program>(settings));
    }

    private static string Kid(string token) => AccessTokens.Header(token).GetProperty("kid").GetString()!;

    /// <summary>Two replicas of Identity that rotate daily, on a clock that the test turns.</summary>
    private sealed class RotatingSystem(ServiceSettings settings, ShiftedTime time, ServiceHost<Program>[] replicas) : IAsyncDisposable
    {
        public ServiceSettings Settings => settings;

        public ShiftedTime Time => time;

        public ServiceHost<Program>[] Replicas => replicas;

        public static async Task<RotatingSystem> StartAsync()
        {
            var settings = (await IdentityApp.CreateSettingsAsync())
                .With("Identity:Keys:RotateEvery", "1.00:00:00")
                .With("Identity:Keys:CheckInterval", "00:00:00.05");
            var time = new ShiftedTime();
            ServiceHost<Program> Start() =>
                ServiceHost.Start<Program>(settings, services => services.RemoveAll<TimeProvider>().AddSingleton<TimeProvider>(time));
            return new RotatingSystem(settings, time, [Start(), Start()]);
        }

        public async Task<string> IssueAsync(int replica) => (await IdentityApp.RegisterOnAsync(replicas[replica])).AccessToken;

        public async Task OpensEverywhereAsync(string token, KeyCachingService service)
        {
            foreach (var replica in replicas)
            {
                await replica.Bearing(token).GetAsync("/api/identity/me").ShouldBeAsync(200);
            }

            await service.CallAsync(token).ShouldBeAsync(200);
        }

        public async Task<IReadOnlyList<string>> PublishedAsync(int replica) =>
        [
            .. (await replicas[replica].Http().GetAsync("/.well-known/jwks.json", Cancelled).ShouldBeAsync(200)).GetProperty("keys")
                .EnumerateArray().Select(key => key.GetProperty("kid").GetString()!),
        ];

        public Task<HttpResponseMessage> RotateAsync(int replica, bool atOnce)
        {
            var client = replicas[replica].Http();
            client.DefaultRequestHeaders.Add(ServiceKey.Header, ServiceSettings.ServiceKey);
            return client.PostAsync("/internal/keys/rotate", new { atOnce });
        }

        public async Task<long> CountKeysAsync() => (long)(await ScalarAsync("SELECT count(*) FROM signing_keys"))!;

        public async Task<int> NewestGenerationAsync() => (int)(await ScalarAsync("SELECT max(generation) FROM signing_keys"))!;

        public async ValueTask DisposeAsync()
        {
            foreach (var replica in replicas)
            {
                await replica.DisposeAsync();
            }
        }

        private async Task<object?> ScalarAsync(string sql)
        {
            await using var source = NpgsqlDataSource.Create(settings["ConnectionStrings:identity-db"]);
            await using var command = source.CreateCommand(sql);
            return await command.ExecuteScalarAsync(Cancelled);
        }
    }

    /// <summary>A service as all are, which asks the real Identity for its keys, until it cannot.</summary>
    private sealed class KeyCachingService(WebApplication app, Uri identity) : ISigningKeySource, IAsyncDisposable
    {
        public bool IdentityIsAway { get; set; }

        public static async Task<KeyCachingService> StartAsync(RotatingSystem system)
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Configuration["services:identity:http:0"] = system.Replicas[1].Address.ToString();
            builder.Configuration["Services:Key"] = ServiceSettings.ServiceKey;
            builder.Services.AddSingleton<TimeProvider>(system.Time);
            builder.AddServiceDefaults("caching");
            KeyCachingService? service = null;
            builder.Services.AddSingleton<ISigningKeySource>(_ => service!);
            service = new KeyCachingService(builder.Build(), system.Replicas[0].Address);
            await service.StartAsync();
            return service;
        }

        public async Task<HttpResponseMessage> CallAsync(string token)
        {
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            return await client.GetAsync("/me", Cancelled);
        }

        public async Task<PublishedKeys> ReadAsync(CancellationToken cancellationToken)
        {
            using var client = new HttpClient { BaseAddress = identity };
            return IdentityIsAway
                ? throw new HttpRequestException("Identity is away.")
                : (await client.GetFromJsonAsync<PublishedKeys>(".well-known/jwks.json", cancellationToken))!;
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();

        private Task StartAsync()
        {
            app.UseServiceDefaults();
            app.MapGet("/me", (CurrentUser me) => me);
            return app.StartAsync(Cancelled);
        }
    }
}
