using MassTransit;
using OneVOne.Contracts.Friends;

namespace OneVOne.ServiceDefaults.Relationships;

/// <summary>Keeps who is whose friend and who blocks whom. The version of the pair orders what comes in any order.</summary>
internal sealed class RememberRelationshipConsumer(RelationshipTable relationships) : IConsumer<RelationshipChanged>
{
    public Task Consume(ConsumeContext<RelationshipChanged> context)
    {
        var told = context.Message;
        return relationships.WriteAsync(
            new(told.LowUserId, told.HighUserId, told.AreFriends, told.LowBlocksHigh, told.HighBlocksLow, told.Version),
            context.CancellationToken);
    }
}
