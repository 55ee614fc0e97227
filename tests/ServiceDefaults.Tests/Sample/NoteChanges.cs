using Microsoft.EntityFrameworkCore;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.ServiceDefaults.Tests.Sample;

/// <summary>Follows the projection as services do: notes each change in the transaction that makes it.</summary>
internal sealed class NoteChanges(SampleDbContext database) : IRelationshipFollower
{
    public Task RelationshipChangedAsync(Relationship before, Relationship after, CancellationToken cancellationToken) =>
        NoteAsync(after.LowUserId, before.Version, after.Version, Text(before) + " -> " + Text(after), cancellationToken);

    public Task PrivacyChangedAsync(PrivacySettings before, PrivacySettings after, CancellationToken cancellationToken) =>
        NoteAsync(after.UserId, before.Version, after.Version, $"{before.Presence} -> {after.Presence}", cancellationToken);

    private Task<int> NoteAsync(Guid who, long before, long after, string what, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"INSERT INTO followed (who, before_version, after_version, what) VALUES ({who}, {before}, {after}, {what})",
            cancellationToken);

    private static string Text(Relationship relationship) => relationship switch
    {
        { IsBlocked: true } => "blocked",
        { AreFriends: true } => "friends",
        _ => "nothing",
    };
}
