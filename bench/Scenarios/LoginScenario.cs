using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.AppHost.Testing;
using OneVOne.Bench.Reporting;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Bench.Scenarios;

/// <summary>Refreshes, offline checks of tokens, log-ins, and what a storm of log-ins does to everybody else.</summary>
internal sealed class LoginScenario : IScenario
{
    private const int Refreshers = 16;
    private const int Readers = 4;
    private const int Stormers = 150;
    private static readonly TimeSpan StormTime = TimeSpan.FromSeconds(8);

    public string Name => "login";

    public string Summary => "refreshes and token checks a second; log-ins beside other requests";

    public async Task RunAsync(BenchRun run)
    {
        var report = run.Report;
        // One address makes all the load here, which is what the gateway's limit is against.
        Environment.SetEnvironmentVariable("Gateway__RequestsPerSecond", "0");
        await using var system = await OneVOneSystem.StartAsync();
        using var direct = new HttpClient { BaseAddress = system.Endpoint("identity") };
        using var gateway = new HttpClient { BaseAddress = system.GatewayUrl };
        var people = new List<Person>();
        for (var i = 0; i < Refreshers; i++)
        {
            people.Add(await Person.RegisterAsync(direct));
        }

        await CheckTokensAsync(report, direct, people[0]);
        await RefreshAsync(report, direct, gateway, people, await system.ConnectionStringAsync("identity-db"));
        await StormAsync(report, gateway, people);
    }

    private static async Task CheckTokensAsync(Report report, HttpClient identity, Person person)
    {
        var published = (await identity.GetFromJsonAsync<PublishedKeys>(".well-known/jwks.json"))!;
        var options = Options.Create(new AccessTokenOptions());
        using var keys = new SigningKeys(new Fixed(published), options, TimeProvider.System, NullLogger<SigningKeys>.Instance);
        var ended = new EndedSessions(options, TimeProvider.System);
        ended.MarkLoaded();
        var validator = new AccessTokenValidator(keys, ended, options, TimeProvider.System);
        var checks = Load.OnOneThread(() =>
        {
            var check = validator.ValidateAsync(person.AccessToken, CancellationToken.None);
            // The key is there after the first, so nothing is waited for.
            if (check.IsCompleted && check.Result.Problem is not null)
            {
                throw new InvalidOperationException("A good token was refused.");
            }
        });

        var parts = person.AccessToken.Split('.');
        var (signed, signature) = (Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]));
        var key = (await keys.FindAsync(published.Keys[^1].Kid, CancellationToken.None))!;
        var verifications = Load.OnOneThread(() => key.VerifyData(
            signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        report.Add("bare ES256 verifications, one thread", verifications, "1/s");
        report.Add("offline token checks, one thread", checks, "1/s", $"{checks / verifications:P0} of bare verifications");
    }

    private static async Task RefreshAsync(
        Report report, HttpClient direct, HttpClient gateway, List<Person> people, string connectionString)
    {
        var bare = await BareTransactionsAsync(connectionString);
        report.Add($"bare UPDATE + INSERT, {Refreshers} connections", bare.PerSecond, "1/s");
        foreach (var (name, client) in new[] { ("directly", direct), ("through the gateway", gateway) })
        {
            var refreshes = await Load.MedianAsync(Refreshers, worker => people[worker].RefreshAsync(client));
            report.Add(
                $"refreshes {name}, {Refreshers} sessions", refreshes.PerSecond, "1/s",
                $"{refreshes.PerSecond / bare.PerSecond:P0} of bare statements; p99 {refreshes.Percentile(0.99):0.0} ms, "
                + $"refused {refreshes.Refused}");
        }
    }

    /// <summary>What PostgreSQL alone does of what a refresh needs: one row changed, one added, one commit.</summary>
    private static async Task<Measured> BareTransactionsAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using (var create = source.CreateCommand(
            """
            CREATE TABLE bench_tokens (hash bytea PRIMARY KEY, session int NOT NULL, rotated_at timestamptz);
            CREATE INDEX ON bench_tokens (session)
            """))
        {
            await create.ExecuteNonQueryAsync();
        }

        var last = new byte[Refreshers][];
        var measured = await Load.MedianAsync(Refreshers, async worker =>
        {
            var next = RandomNumberGenerator.GetBytes(32);
            await using var command = source.CreateCommand(
                "WITH old AS (UPDATE bench_tokens SET rotated_at = now() WHERE hash = $1) INSERT INTO bench_tokens VALUES ($2, $3, NULL)");
            command.Parameters.Add(new() { Value = last[worker] ?? next });
            command.Parameters.Add(new() { Value = next });
            command.Parameters.Add(new() { Value = worker });
            last[worker] = next;
            return await command.ExecuteNonQueryAsync() == 1;
        });
        await using var drop = source.CreateCommand("DROP TABLE bench_tokens");
        await drop.ExecuteNonQueryAsync();
        return measured;
    }

    private static async Task StormAsync(Report report, HttpClient gateway, List<Person> people)
    {
        var calm = await Load.MedianAsync(Readers, worker => people[worker].GetMeAsync(gateway));
        var storm = Load.RunAsync(Stormers, StormTime, worker => people[worker % people.Count].LogInAsync(gateway));
        var during = await Load.RunAsync(Readers, StormTime, worker => people[worker].GetMeAsync(gateway));
        var logins = await storm;
        report.Add($"log-ins of {Stormers} people at once", logins.PerSecond, "1/s", $"{logins.Refused} answered 429");
        report.Add($"GET me in calm, {Readers} readers, p99", calm.Percentile(0.99), "ms", $"{calm.PerSecond:#,0} a second");
        report.Add(
            "GET me during the storm, p99", during.Percentile(0.99), "ms",
            $"{during.Percentile(0.99) / calm.Percentile(0.99):0.0} times the calm; {during.PerSecond:#,0} a second, refused {during.Refused}");
    }

    private sealed class Fixed(PublishedKeys keys) : ISigningKeySource
    {
        public Task<PublishedKeys> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(keys);
    }
}
