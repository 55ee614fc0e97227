using MassTransit;
using Microsoft.EntityFrameworkCore;
using OneVOne.Contracts.Privacy;
using OneVOne.Identity.Data;

namespace OneVOne.Identity.Privacy;

/// <summary>Notes that a service has erased a deleted person; the first time counts.</summary>
internal sealed class NoteErasureConsumer(IdentityDbContext db) : IConsumer<PersonErased>
{
    public Task Consume(ConsumeContext<PersonErased> context)
    {
        var (userId, service, erasedAt) = context.Message;
        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE erasures SET erased_at = {erasedAt} WHERE user_id = {userId} AND service = {service} AND erased_at IS NULL
            """,
            context.CancellationToken);
    }
}
