using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.Identity.Keys;

namespace OneVOne.Identity.SecondFactor;

/// <summary>
/// At the start after the protection secret was changed: protects every authenticator by the new one, so that the old
/// secret can be forgotten. Each row by itself, and only as it was read: replicas may do it at once, and be ended in between.
/// </summary>
internal sealed partial class AuthenticatorRenewal(
    NpgsqlDataSource database,
    AuthenticatorSecrets secrets,
    IOptions<KeyProtectionOptions> options,
    ILogger<AuthenticatorRenewal> logger) : IHostedService
{
    private const int PageSize = 500;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(options.Value.PreviousKeyProtectionSecret))
        {
            return;
        }

        var renewed = 0;
        for (var page = await ReadAsync(Guid.Empty, cancellationToken); page.Count > 0;
            page = await ReadAsync(page[^1].UserId, cancellationToken))
        {
            foreach (var (userId, stored) in page)
            {
                var secret = secrets.Unprotect(stored, userId, out var isOutdated);
                renewed += isOutdated ? await WriteAsync(userId, stored, secrets.Protect(secret, userId), cancellationToken) : 0;
            }
        }

        Log.Renewed(logger, renewed);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<List<(Guid UserId, byte[] Stored)>> ReadAsync(Guid after, CancellationToken cancellationToken)
    {
        await using var select = database.CreateCommand(
            "SELECT user_id, protected_secret FROM authenticators WHERE user_id > $1 ORDER BY user_id LIMIT $2");
        select.Parameters.Add(new() { Value = after });
        select.Parameters.Add(new() { Value = PageSize });
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        var page = new List<(Guid, byte[])>();
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add((reader.GetGuid(0), reader.GetFieldValue<byte[]>(1)));
        }

        return page;
    }

    private async Task<int> WriteAsync(Guid userId, byte[] from, byte[] to, CancellationToken cancellationToken)
    {
        await using var update = database.CreateCommand(
            "UPDATE authenticators SET protected_secret = $3 WHERE user_id = $1 AND protected_secret = $2");
        update.Parameters.Add(new() { Value = userId });
        update.Parameters.Add(new() { Value = from });
        update.Parameters.Add(new() { Value = to });
        return await update.ExecuteNonQueryAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Count} authenticators are protected by the new secret now")]
        public static partial void Renewed(ILogger logger, int count);
    }
}
