using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OneVOne.ServiceDefaults.Persistence;

/// <summary>
/// Brings the schema up before anything else of the service starts. Replicas that start together take turns on an
/// advisory lock: EF Core's own lock is a table that two first starters may both try to create.
/// </summary>
internal sealed partial class MigrationRunner<TContext>(
    IServiceScopeFactory scopes, NpgsqlDataSource dataSource, ILogger<MigrationRunner<TContext>> logger) : IHostedService
    where TContext : ServiceDbContext
{
    private const long LockKey = 0x4F6E65564F6E65; // "OneVOne"

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The lock lives on a connection of its own and goes with it, whatever happens in between.
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(connection, "SELECT pg_advisory_lock($1)", cancellationToken);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<TContext>().Database;
            var pending = await PendingAsync(database, connection, cancellationToken);
            if (pending)
            {
                await database.MigrateAsync(cancellationToken);
                Log.Migrated(logger, typeof(TContext).Name);
            }
        }
        finally
        {
            await ExecuteAsync(connection, "SELECT pg_advisory_unlock($1)", CancellationToken.None);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<bool> PendingAsync(
        Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade database,
        NpgsqlConnection connection,
        CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand("SELECT to_regclass('\"__EFMigrationsHistory\"') IS NOT NULL", connection);
        return await exists.ExecuteScalarAsync(cancellationToken) is not true
            || (await database.GetPendingMigrationsAsync(cancellationToken)).Any();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = LockKey } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The schema of {Context} is up to date")]
        public static partial void Migrated(ILogger logger, string context);
    }
}
