using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Npgsql;
using OneVOne.Identity.Tests.Email;
using OneVOne.Testing;

[assembly: AssemblyFixture(typeof(OneVOne.Identity.Tests.IdentityApp))]

namespace OneVOne.Identity.Tests;

/// <summary>Two replicas of Identity on one fresh database, started at the same moment.</summary>
public sealed class IdentityApp : IAsyncLifetime
{
    public const string Password = "correct horse";

    private readonly ConcurrentBag<ServiceHost<Program>> others = [];

    public ServiceSettings Settings { get; private set; } = null!;

    public ServiceHost<Program> First { get; private set; } = null!;

    public ServiceHost<Program> Second { get; private set; } = null!;

    public MailFolder Mail => new(Settings["Identity:Email:PickupFolder"]);

    public ServiceHost<Program>[] Replicas => [First, Second];

    public async ValueTask InitializeAsync()
    {
        Settings = await CreateSettingsAsync();
        var both = await Task.WhenAll(
            Task.Run(() => ServiceHost.Start<Program>(Settings)), Task.Run(() => ServiceHost.Start<Program>(Settings)));
        (First, Second) = (both[0], both[1]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in (IEnumerable<ServiceHost<Program>>)[First, Second, .. others])
        {
            await host.DisposeAsync();
        }

        Directory.Delete(Settings["Identity:Email:PickupFolder"], recursive: true);
    }

    /// <summary>Settings of a system of its own.</summary>
    public static async Task<ServiceSettings> CreateSettingsAsync() => new ServiceSettings()
        .With("Messaging:QueuePrefix", $"identity-{Guid.NewGuid().ToString("N")[..8]}")
        .With("Messaging:QueueExpiration", "00:02:00")
        .With("Services:Key", ServiceSettings.ServiceKey)
        .With("ConnectionStrings:identity-db", await TestServers.CreateDatabaseAsync("identity"))
        .With("ConnectionStrings:rabbitmq", TestServers.RabbitMq)
        .With("ConnectionStrings:redis", TestServers.Redis)
        .With("Messaging:QueuePrefix", $"identity-{Guid.NewGuid().ToString("N")[..8]}")
        .With("Messaging:QueueExpiration", "00:02:00")
        // Counters and channels in Redis that no other test has.
        .With("Identity:RedisPrefix", $"identity-{Guid.NewGuid():N}")
        .With("Services:Key", ServiceSettings.ServiceKey)
        .With("Identity:KeyProtectionSecret", "a secret of the tests")
        .With("Identity:Email:PickupFolder", Directory.CreateTempSubdirectory("onevone-mail-").FullName)
        // All tests have one address; those about throttling turn it on.
        .With("Identity:Throttling:Enabled", "false")
        // The strength of a hash is not what most tests are about, and the real one takes 100 ms of a processor.
        .With("Identity:Passwords:Iterations", "1000")
        .With("Identity:Passwords:QueueLimit", "1000");

    /// <summary>Another replica on the same database that differs in some settings.</summary>
    public ServiceHost<Program> StartReplica(params (string Name, string Value)[] changes)
    {
        var settings = Settings.Copy();
        foreach (var (name, value) in changes)
        {
            settings.With(name, value);
        }

        var host = ServiceHost.Start<Program>(settings);
        others.Add(host);
        return host;
    }

    /// <summary>A name that nobody else has.</summary>
    public static string NewName(string prefix = "ann") => $"{prefix}{Guid.NewGuid():N}"[..16];

    /// <summary>A new account, logged in on the first replica.</summary>
    public Task<Account> RegisterAsync(string? username = null, string password = Password) =>
        RegisterOnAsync(First, username, password);

    public static async Task<Account> RegisterOnAsync(
        ServiceHost<Program> replica, string? username = null, string password = Password)
    {
        var name = username ?? NewName();
        var session = await replica.Http()
            .PostAsync("/api/identity/register", new { username = name, email = $"{name}@example.org", password })
            .ShouldBeAsync(201);
        return new Account(replica, session, password);
    }

    public async Task<T?> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(Settings["ConnectionStrings:identity-db"]);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteScalarAsync() is T result ? result : default;
    }
}

/// <summary>A person's session and what they can do with it.</summary>
public sealed record Account(ServiceHost<Program> Replica, JsonElement Session, string Password)
{
    public Guid Id => Session.GetProperty("user").GetProperty("id").GetGuid();

    public string Username => Session.GetProperty("user").GetProperty("username").GetString()!;

    public string Email => Session.GetProperty("user").GetProperty("email").GetString()!;

    public string AccessToken => Session.GetProperty("accessToken").GetString()!;

    public string RefreshToken => Session.GetProperty("refreshToken").GetString()!;

    public Guid SessionId => AccessTokens.Claims(AccessToken).GetProperty("sid").GetGuid();

    public HttpClient Http => Replica.Bearing(AccessToken);

    /// <summary>A session more, of the same person.</summary>
    public async Task<Account> LogInAgainAsync() =>
        this with { Session = await Replica.LogInAsync(Username, Password).ShouldBeAsync(200) };
}

/// <summary>The routes that many tests call.</summary>
public static class IdentityCalls
{
    public static Task<HttpResponseMessage> LogInAsync(this ServiceHost<Program> replica, string login, string password) =>
        replica.Http().PostAsync("/api/identity/login", new { login, password });

    public static Task<HttpResponseMessage> RefreshAsync(this ServiceHost<Program> replica, string refreshToken) =>
        replica.Http().PostAsync("/api/identity/refresh", new { refreshToken });

    /// <summary>A client that sends this as its access token, whatever it is.</summary>
    public static HttpClient Bearing(this ServiceHost<Program> replica, string token)
    {
        var client = replica.Http();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return client;
    }

    public static Task<HttpResponseMessage> PostTextAsync(
        this HttpClient client, string path, string body, string mediaType = "application/json")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return client.PostAsync(new Uri(path, UriKind.Relative), content);
    }
}
