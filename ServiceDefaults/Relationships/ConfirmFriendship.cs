using Microsoft.Extensions.DependencyInjection;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.ServiceDefaults.Relationships;

/// <summary>
/// Asks Friends about two people of whom the projection says that they are not friends, before that becomes a refusal. An
/// acceptance is told by event, and the two may turn to each other before it has arrived.
/// </summary>
public sealed class ConfirmFriendship(FactOwners owners, IServiceScopeFactory scopes)
{
    /// <summary>
    /// True when Friends says that they are friends: the projection then knows, unless it has newer news, and the act is
    /// worth another try. False also when Friends does not answer: what the last events told then counts.
    /// </summary>
    /// <param name="authorization">The caller's <c>Authorization</c>.</param>
    public async Task<bool> ExecuteAsync(
        Guid callerId, Guid otherUserId, string authorization, CancellationToken cancellationToken)
    {
        var answer = await owners.AskAsync<Relation>(
            "friends", $"api/friends/{otherUserId}", authorization, PeopleDirectory.NotFound, cancellationToken);
        if (answer.Problem is not null || !answer.Value.AreFriends)
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<ServiceDbContext>();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<RelationshipTable>()
            .WriteAsync(Relationship.Friends(callerId, otherUserId, answer.Value.Version), cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<AfterCommit>().RunAsync(cancellationToken);
        return true;
    }

    private sealed record Relation(Guid UserId, bool AreFriends, long Version);
}
