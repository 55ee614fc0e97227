using Microsoft.Extensions.Options;
using Npgsql;

namespace OneVOne.Identity.Audit;

/// <summary>Writes the counted refusals down as events, and lets events go whose time is over.</summary>
internal sealed partial class AuditKeeper(
    NpgsqlDataSource dataSource, IOptions<AuditOptions> options, TimeProvider time, ILogger<AuditKeeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.CoalesceFor, time);
        var nextExpiry = time.GetUtcNow();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await WriteRefusalsAsync(stoppingToken);
                if (time.GetUtcNow() >= nextExpiry)
                {
                    await ExpireAsync(stoppingToken);
                    nextExpiry = time.GetUtcNow() + IdentityLimits.SessionCleaningInterval;
                }
            }
            catch (NpgsqlException e)
            {
                Log.Failed(logger, e.Message);
            }
        }
    }

    /// <summary>One statement: of several replicas one takes a count, and a crash leaves it where it was.</summary>
    private async Task WriteRefusalsAsync(CancellationToken cancellationToken)
    {
        await using var write = dataSource.CreateCommand(
            """
            WITH done AS (DELETE FROM refused_log_ins WHERE first_at <= now() - $1 RETURNING *)
            INSERT INTO audit_events (id, at, type, user_id, address, device, detail)
            -- A UUIDv7, as the pages of the log are in the order of ids.
            SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
                || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid, last_at, $2, NULLIF(user_id, '00000000-0000-0000-0000-000000000000'), address, device,
                jsonb_build_object('reason', reason, 'count', count, 'since', first_at)
            FROM done
            -- Of an account that went meanwhile nothing is written any more that tells where its owner was.
            WHERE user_id = '00000000-0000-0000-0000-000000000000' OR EXISTS (SELECT FROM users WHERE users.id = done.user_id)
            """);
        write.Parameters.Add(new() { Value = options.Value.CoalesceFor });
        write.Parameters.Add(new() { Value = AuditTypes.LogInFailed });
        await write.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var expire = new NpgsqlBatch(connection, transaction);
        // What the table's trigger asks for before it lets a row go.
        expire.BatchCommands.Add(new("SET LOCAL audit.expiring = 'on'"));
        expire.BatchCommands.Add(new("DELETE FROM audit_events WHERE at < now() - $1")
        {
            Parameters = { new() { Value = options.Value.Retention } },
        });
        await expire.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The audit log was not kept in order: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
