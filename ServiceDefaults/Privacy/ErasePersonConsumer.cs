using MassTransit;
using OneVOne.Contracts.Identity;
using OneVOne.Contracts.Privacy;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.Privacy;

/// <summary>Erases what the service keeps of a person whose account is gone, and confirms it in the same transaction.</summary>
internal sealed class ErasePersonConsumer(
    IPersonalData data, ServiceDbContext database, PersonalDataOwner owner, TimeProvider time) : IConsumer<UserDeleted>
{
    public async Task Consume(ConsumeContext<UserDeleted> context)
    {
        var user = context.Message;
        await data.EraseAsync(user.UserId, user.DeletedAt, context.CancellationToken);
        database.Publish(new PersonErased(user.UserId, owner.Service, time.GetUtcNow()));
    }
}
