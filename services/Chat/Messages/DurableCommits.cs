using Npgsql;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Refuses to start where the database acknowledges a commit before it is on disk: "sent" would be a promise that a power cut
/// breaks. <c>local</c>, <c>remote_write</c>, <c>on</c> and <c>remote_apply</c> all wait for the server's own disk.
/// </summary>
internal sealed class DurableCommits(NpgsqlDataSource dataSource) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "SELECT current_setting('synchronous_commit'), current_setting('fsync')");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        if (reader.GetString(0) == "off" || reader.GetString(1) == "off")
        {
            throw new InvalidOperationException(
                $"Chat acknowledges messages once they are on disk, but its database has synchronous_commit = {reader.GetString(0)} "
                + $"and fsync = {reader.GetString(1)}. Set both to on, for the server and for Chat's role and database.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
