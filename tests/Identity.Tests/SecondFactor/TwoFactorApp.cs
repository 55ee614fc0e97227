using Microsoft.Extensions.DependencyInjection;
using OneVOne.Identity.Tests.Email;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.SecondFactor;

/// <summary>
/// Two replicas on one database whose clock the tests move: the next code of an authenticator is 30 seconds away. One clock, so
/// the classes that move it take turns.
/// </summary>
[CollectionDefinition(nameof(TwoFactorApp))]
public sealed class TwoFactorApp : IAsyncLifetime, ICollectionFixture<TwoFactorApp>
{
    private ServiceSettings settings = null!;

    public MovingTime Time { get; } = new();

    public ServiceHost<Program> First { get; private set; } = null!;

    public ServiceHost<Program> Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        settings = (await IdentityApp.CreateSettingsAsync()).With("Identity:Audit:CoalesceFor", "00:00:00.3");
        First = Start();
        Second = Start();
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    /// <summary>Someone whose second factor is on.</summary>
    internal async Task<SecuredAccount> RegisterSecuredAsync()
    {
        var ann = await IdentityApp.RegisterOnAsync(First);
        var setup = await ann.Http.PostAsync("/api/identity/two-factor/setup").ShouldBeAsync(200);
        var secret = setup.GetProperty("secret").GetString()!;
        var enabled = await ann.Http.PostAsync("/api/identity/two-factor/enable", new { code = CodeNow(secret) }).ShouldBeAsync(200);
        return new(ann, secret, [.. enabled.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)]);
    }

    internal string CodeNow(string secret) => Authenticator.CodeAt(secret, Time.GetUtcNow());

    /// <summary>The next code: none of this step has been used yet.</summary>
    internal string NextCode(string secret)
    {
        Time.Advance(TimeSpan.FromSeconds(30));
        return CodeNow(secret);
    }

    public static Task<HttpResponseMessage> LogInAsync(ServiceHost<Program> replica, Account who, string? code, string? password = null) =>
        replica.Http().PostAsync("/api/identity/login", new Dictionary<string, string?>
        {
            ["login"] = who.Username,
            ["password"] = password ?? who.Password,
        }.Concat(code is null ? [] : new Dictionary<string, string?> { ["code"] = code }).ToDictionary());

    public MailFolder Mail => new(settings["Identity:Email:PickupFolder"]);

    public IdentityDatabase Database => new(settings["ConnectionStrings:identity-db"]);

    private ServiceHost<Program> Start() => ServiceHost.Start<Program>(
        settings, services => services.AddSingleton<TimeProvider>(Time));
}

internal sealed record SecuredAccount(Account Account, string Secret, IReadOnlyList<string> RecoveryCodes);

/// <summary>What no door shows: that a secret is not stored as it is, or how many mails wait.</summary>
public sealed class IdentityDatabase(string connectionString)
{
    public async Task<IReadOnlyList<string>> RowsAsync(string sql, params object[] values)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = value });
        }

        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetValue(0).ToString()!);
        }

        return rows;
    }
}
