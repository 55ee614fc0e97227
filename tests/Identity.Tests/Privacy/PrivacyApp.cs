using Npgsql;
using OneVOne.Identity.Tests.Email;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Privacy;

/// <summary>Two replicas that look several times a second for what is due, and expect only one other service: chat.</summary>
public sealed class PrivacyApp : IAsyncLifetime
{
    public ServiceSettings Settings { get; private set; } = null!;

    public ServiceHost<Program>[] Replicas { get; private set; } = [];

    public MailFolder Mail => new(Settings["Identity:Email:PickupFolder"]);

    public async ValueTask InitializeAsync()
    {
        Settings = (await IdentityApp.CreateSettingsAsync())
            .With("Identity:Privacy:Services:0", "identity")
            .With("Identity:Privacy:Services:1", "chat")
            .With("Identity:Privacy:Interval", "00:00:00.2")
            .With("Identity:Privacy:OverdueAfter", "00:00:00.1");
        Replicas = await Task.WhenAll(
            Task.Run(() => ServiceHost.Start<Program>(Settings)), Task.Run(() => ServiceHost.Start<Program>(Settings)));
    }

    public Task<Account> RegisterAsync(string? username = null) => IdentityApp.RegisterOnAsync(Replicas[0], username);

    /// <summary>Plans the deletion as the person does, having shown again who they are.</summary>
    public static Task<HttpResponseMessage> PlanDeletionAsync(Account person) => person.Http.DeleteAsync("/api/identity/me");

    /// <summary>Lets the grace of a planned deletion be over.</summary>
    public Task EndGraceAsync(Guid userId) =>
        ExecuteAsync("UPDATE users SET deletion_at = now() WHERE id = $1 AND deletion_at IS NOT NULL", userId);

    public async Task DeleteAsync(Account person)
    {
        await PlanDeletionAsync(person).ShouldBeAsync(202);
        await EndGraceAsync(person.Id);
        await Eventually.IsAsync(
            "the account is gone", async () => await CountAsync("SELECT count(*) FROM deletions WHERE user_id = $1", person.Id) == 1);
    }

    public async Task<Account> AdminAsync()
    {
        var account = await RegisterAsync();
        await ExecuteAsync("UPDATE users SET role = 'admin' WHERE id = $1", account.Id);
        return await account.LogInAgainAsync();
    }

    public async Task<long> CountAsync(string sql, params object[] values) =>
        await RunAsync(sql, values, async command => (long)(await command.ExecuteScalarAsync())!);

    public Task ExecuteAsync(string sql, params object[] values) => RunAsync(sql, values, command => command.ExecuteNonQueryAsync());

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
        {
            await replica.DisposeAsync();
        }
    }

    private async Task<T> RunAsync<T>(string sql, object[] values, Func<NpgsqlCommand, Task<T>> run)
    {
        await using var source = NpgsqlDataSource.Create(Settings["ConnectionStrings:identity-db"]);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await run(command);
    }
}
