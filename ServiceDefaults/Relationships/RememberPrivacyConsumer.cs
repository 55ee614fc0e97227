using MassTransit;
using OneVOne.Contracts.Friends;

namespace OneVOne.ServiceDefaults.Relationships;

/// <summary>Keeps who may reach whom. The version of a person's settings orders what comes in any order.</summary>
internal sealed class RememberPrivacyConsumer(PrivacyTable privacy) : IConsumer<PrivacyChanged>
{
    public Task Consume(ConsumeContext<PrivacyChanged> context)
    {
        var told = context.Message;
        return privacy.WriteAsync(
            new(
                told.UserId,
                told.FriendRequests,
                told.DirectMessages,
                told.GroupInvites,
                told.GameInvites,
                told.Presence,
                told.Version),
            context.CancellationToken);
    }
}
