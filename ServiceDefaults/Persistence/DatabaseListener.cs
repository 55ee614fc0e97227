using Npgsql;

namespace OneVOne.ServiceDefaults.Persistence;

/// <summary>
/// Hears what the database notifies of. It gives its connection back as it took it: the pool cleans none, as that would be one more
/// transaction beside each statement.
/// </summary>
public sealed class DatabaseListener : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private DatabaseListener(NpgsqlConnection connection)
    {
        this.connection = connection;
    }

    /// <param name="dataSource">Of the database.</param>
    /// <param name="channel">A name of our own, never what somebody sent.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<DatabaseListener> OpenAsync(
        NpgsqlDataSource dataSource, string channel, CancellationToken cancellationToken)
    {
        var listener = new DatabaseListener(await dataSource.OpenConnectionAsync(cancellationToken));
        try
        {
            await listener.ExecuteAsync($"LISTEN {channel}", cancellationToken);
            return listener;
        }
        catch
        {
            await listener.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns with the next notification, or after the time.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => connection.WaitAsync(atMost, cancellationToken);

    /// <summary>Returns with the next notification.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => connection.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await ExecuteAsync("UNLISTEN *", CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is broken, and nobody will have it after this.
        }

        await connection.DisposeAsync();
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
