using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Identity;
using OneVOne.Notifications.Data;
using OneVOne.Notifications.Delivery;
using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.Notifications.Exports;

/// <summary>Tells a person that the copy of their data can be downloaded.</summary>
internal sealed class NotifyOfExportConsumer(
    NotificationsDbContext db, AfterCommit afterCommit, InboxBroadcast broadcast) : IConsumer<DataExportReady>
{
    public async Task Consume(ConsumeContext<DataExportReady> context)
    {
        var export = context.Message;
        var ready = await db.Database.SqlQuery<Guid>($"""
            INSERT INTO notifications (id, user_id, kind, actor_id, request_id, created_at)
            VALUES (
                {Guid.CreateVersion7()}, {export.UserId}, 'data_export_ready', {export.UserId}, {export.ExportId}, {export.ReadyAt})
            ON CONFLICT (request_id, kind) WHERE request_id IS NOT NULL DO NOTHING
            RETURNING id AS "Value"
            """).ToListAsync(context.CancellationToken);
        if (ready is [_])
        {
            afterCommit.Do(cancellationToken => broadcast.NotifiedAsync(ready, cancellationToken));
        }
    }
}
