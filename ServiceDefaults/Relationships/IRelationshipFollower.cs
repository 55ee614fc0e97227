using OneVOne.ServiceDefaults.Messaging;

namespace OneVOne.ServiceDefaults.Relationships;

/// <summary>
/// Hears of every change of the projection, be it told by event, learned by asking or found by a rebuild: once for each
/// change, and not of repeated or overtaken news. Register it as a scoped service.
/// </summary>
/// <remarks>
/// Called inside the transaction of the change, after its row was written and locked: what the follower writes through the
/// service's context commits with it. What should follow the commit goes into <see cref="AfterCommit"/>.
/// </remarks>
public interface IRelationshipFollower
{
    /// <param name="before">Version 0 when nothing was known.</param>
    /// <param name="after">Version 0 when a rebuild found that there is nothing between the two.</param>
    Task RelationshipChangedAsync(Relationship before, Relationship after, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <param name="before">Version 0, the defaults, when nothing was known.</param>
    /// <param name="after">Version 0 when a rebuild found that the person has none.</param>
    Task PrivacyChangedAsync(PrivacySettings before, PrivacySettings after, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
