using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OneVOne.ServiceDefaults.Persistence;

/// <summary>A service's PostgreSQL database: one data source for EF Core and hand-written SQL alike.</summary>
public static class PersistenceExtensions
{
    /// <summary>
    /// Adds the data source and the context, migrates at start before other hosted services, and answers for the database
    /// in <c>/health</c>. Call it before <c>AddMessaging</c>: hosted services start in the order in which they were added.
    /// </summary>
    /// <param name="connectionName">The name under <c>ConnectionStrings</c>, such as <c>friends-db</c>.</param>
    public static IHostApplicationBuilder AddDatabase<TContext>(this IHostApplicationBuilder builder, string connectionName)
        where TContext : ServiceDbContext
    {
        var services = builder.Services;
        services.AddSingleton(provider =>
        {
            var connectionString = provider.GetRequiredService<IConfiguration>().GetConnectionString(connectionName)
                ?? throw new InvalidOperationException(
                    $"The database is not configured: set ConnectionStrings__{connectionName}.");
            var source = new NpgsqlDataSourceBuilder(connectionString) { Name = connectionName };
            source.UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>());
            // A replica's share of the server's connections; a request that waits longer than this for one is refused.
            source.ConnectionStringBuilder.MaxPoolSize = Math.Min(source.ConnectionStringBuilder.MaxPoolSize, 20);
            // Each idle connection is a process of the database server.
            source.ConnectionStringBuilder.ConnectionIdleLifetime = 60;
            // All statements are small: compiling one takes longer than it runs, and so does planning it each time.
            source.ConnectionStringBuilder.Options ??= "-c jit=off";
            source.ConnectionStringBuilder.MaxAutoPrepare = 60;
            // Nobody leaves a session otherwise than they took it (SET LOCAL; DatabaseListener). To set it back each time would be
            // a second transaction beside each statement.
            source.ConnectionStringBuilder.NoResetOnClose = true;
            source.ConnectionStringBuilder.ApplicationName ??= builder.Environment.ApplicationName;
            return source.Build();
        });
        services.AddDbContext<TContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            // There is no model snapshot: migrations are written in SQL, and the tests run against the real schema.
            .ConfigureWarnings(warnings => warnings
                // A service may have no entities at all and write everything in SQL.
                .Ignore(RelationalEventId.PendingModelChangesWarning, CoreEventId.NoEntityTypeConfigurationsWarning)
                // A unique index that refuses a row is an answer to a client, not an error; who does not expect the
                // exception logs it.
                .Log((CoreEventId.SaveChangesFailed, LogLevel.Debug))));
        services.AddScoped<ServiceDbContext>(provider => provider.GetRequiredService<TContext>());
        services.AddHostedService<MigrationRunner<TContext>>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", timeout: TimeSpan.FromSeconds(5));
        return builder;
    }
}
