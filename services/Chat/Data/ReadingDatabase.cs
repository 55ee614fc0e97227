using Npgsql;

namespace OneVOne.Chat.Data;

/// <summary>
/// Connections for what clients read when they come, come back and open a list. To plan one of these statements takes longer
/// than to run it, and the planner cannot know for how many people one is: each is planned once on a connection, for whatever
/// arguments, by indexes alone. There are few of these connections, and they stay, so that plans are there when needed.
/// </summary>
internal sealed class ReadingDatabase(IConfiguration configuration, ILoggerFactory loggers) : IAsyncDisposable
{
    private const string OnePlan =
        "-c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    private readonly NpgsqlDataSource source = Open(configuration, loggers);

    public NpgsqlCommand CreateCommand(string sql) => source.CreateCommand(sql);

    public NpgsqlBatch CreateBatch() => source.CreateBatch();

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static NpgsqlDataSource Open(IConfiguration configuration, ILoggerFactory loggers)
    {
        var builder = new NpgsqlDataSourceBuilder(configuration.GetConnectionString("chat-db")) { Name = "chat-db-reading" };
        builder.UseLoggerFactory(loggers);
        var connection = builder.ConnectionStringBuilder;
        connection.Options = $"{connection.Options} {OnePlan}";
        connection.MaxPoolSize = Math.Min(connection.MaxPoolSize, ChatLimits.ReadingConnections);
        connection.MinPoolSize = Math.Min(connection.MaxPoolSize, ChatLimits.JointReadsAtOnce);
        connection.MaxAutoPrepare = 60;
        connection.AutoPrepareMinUsages = 1;
        // Nothing here changes a session, so there is nothing to set back each time.
        connection.NoResetOnClose = true;
        connection.ApplicationName ??= "Chat";
        return builder.Build();
    }
}
