using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Notifications.Data;

namespace OneVOne.Notifications.Blocks;

/// <summary>
/// Keeps a block and a notification apart that are written at the same moment. Who notifies shares the lock, before asking
/// whether there is a block; who writes a block has it alone, before looking for what is to go. So either the notification
/// is found and goes, or the block is seen. A lock of rows would not do: neither row need be there before.
/// </summary>
internal static class BlockLock
{
    private const long Key = 0x426C6F636B; // "Block"

    /// <summary>Until the end of the transaction. A statement of its own: the next one sees what was waited for.</summary>
    public static Task ShareBlockLockAsync(this NotificationsDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared({Key})", cancellationToken);

    /// <summary>The same, to stand before what notifies.</summary>
    public static NpgsqlBatchCommand Share() => new("SELECT pg_advisory_xact_lock_shared($1)")
    {
        Parameters = { new() { Value = Key } },
    };

    /// <inheritdoc cref="ShareBlockLockAsync"/>
    public static Task TakeBlockLockAsync(this NotificationsDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Key})", cancellationToken);
}
