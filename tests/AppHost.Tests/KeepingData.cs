using Npgsql;
using OneVOne.AppHost.Testing;

namespace OneVOne.AppHost.Tests;

/// <summary>The real servers of Program.cs, once, with everything that is asked of them.</summary>
public sealed class KeepingData : IAsyncLifetime
{
    private static readonly string[] Servers = ["--ONEVONE_ONLY=identity-db,friends-db,redis,rabbitmq"];

    private readonly string _folder = Directory.CreateTempSubdirectory("onevone-").FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Data_outlives_a_killed_server_and_a_restart_and_only_its_own_service_sees_it()
    {
        await using (var first = await OneVOneSystem.StartAsync(_folder, Servers))
        {
            await QueryAsync(first, "identity-db", "CREATE TABLE proof (n int); INSERT INTO proof VALUES (7)");
            foreach (var anothers in new[] { "identity", "postgres", "template1" })
            {
                var refused = await Assert.ThrowsAsync<PostgresException>(
                    () => QueryAsync(first, "friends-db", "SELECT 1", anothers));
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
            }

            foreach (var server in new[] { "postgres", "redis", "rabbitmq" })
            {
                await first.KillAsync(server);
            }

            foreach (var server in new[] { "postgres", "redis", "rabbitmq" })
            {
                await first.WaitHealthyAsync(server).WaitAsync(TimeSpan.FromSeconds(90));
            }

            Assert.Equal(7, await QueryAsync(first, "identity-db", "SELECT n FROM proof"));
        }

        await using var second = await OneVOneSystem.StartAsync(_folder, Servers);
        Assert.Equal(7, await QueryAsync(second, "identity-db", "SELECT n FROM proof"));
    }

    private static async Task<object?> QueryAsync(OneVOneSystem system, string name, string sql, string? database = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(await system.ConnectionStringAsync(name)) { Pooling = false };
        settings.Database = database ?? settings.Database;
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
