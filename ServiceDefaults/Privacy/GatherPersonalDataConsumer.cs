using MassTransit;
using OneVOne.Contracts.Identity;
using OneVOne.Contracts.Privacy;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.Privacy;

/// <summary>Answers a person's wish to see what is kept of them, in pieces; all of them commit together or none.</summary>
internal sealed class GatherPersonalDataConsumer(IPersonalData data, ServiceDbContext database, PersonalDataOwner owner)
    : IConsumer<DataExportRequested>
{
    public async Task Consume(ConsumeContext<DataExportRequested> context)
    {
        var (exportId, userId, _) = context.Message;
        if (!await data.MayTellAsync(userId, context.CancellationToken))
        {
            return;
        }

        var index = 0;
        await foreach (var piece in PersonalDataPieces.CutAsync(data.Files(userId), context.CancellationToken))
        {
            database.Publish(new PersonalDataGathered(
                exportId, userId, owner.Service, piece.File, index++, piece.IsLast, piece.Content));
            // Piece by piece into the outbox, not all of them in memory.
            await database.SaveChangesAsync(context.CancellationToken);
            database.ChangeTracker.Clear();
        }
    }
}
