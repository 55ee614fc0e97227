using Microsoft.AspNetCore.SignalR;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// Groups that follow what people belong to, whichever devices they have on whichever replicas. A change is made on this
/// replica at once and told to the others, and waited for, as long as Redis may take. What gets lost while Redis is away is
/// found by comparing: <see cref="Of"/>, then <see cref="PlaceAsync"/> and <see cref="TakeOutAsync"/>.
/// </summary>
public sealed class UserGroups<THub>(HubLifetimeManager<THub> lifetime)
    where THub : Hub
{
    private readonly RedisHubLifetimeManager<THub> backplane = (RedisHubLifetimeManager<THub>)lifetime;

    /// <summary>All connections of a person come into a place.</summary>
    /// <param name="version">Of two changes of one person's place the higher is the newer.</param>
    public Task JoinAsync(string userId, GroupPlace place, long version) =>
        backplane.ChangeAsync(new UserGroupChange(userId, place, IsJoin: true, version));

    /// <summary>All connections of a person leave a place.</summary>
    /// <inheritdoc cref="JoinAsync" path="/param"/>
    public Task LeaveAsync(string userId, GroupPlace place, long version) =>
        backplane.ChangeAsync(new UserGroupChange(userId, place, IsJoin: false, version));

    /// <summary>A place ends: everyone leaves it.</summary>
    public Task EndAsync(GroupPlace place) =>
        backplane.ChangeAsync(new UserGroupChange(null, place, IsJoin: false, long.MaxValue));

    /// <summary>The groups of a connection of this replica; null when it has none of that id.</summary>
    public GroupsOfConnection? Of(string connectionId) => backplane.GroupsOf(connectionId);

    /// <summary>The connections of a person on this replica.</summary>
    public IReadOnlyList<string> ConnectionsOf(string userId) => backplane.ConnectionsOf(userId);

    /// <summary>
    /// One connection of this replica comes into places, as what was read of the person says. A place that was changed since
    /// the stamp stays as it is: what was read may be older than that.
    /// </summary>
    public Task PlaceAsync(string connectionId, IEnumerable<GroupPlace> places, long stamp) =>
        backplane.PlaceAsync(connectionId, places, stamp);

    /// <summary>One connection of this replica leaves places, under the same rule.</summary>
    public Task TakeOutAsync(string connectionId, IEnumerable<GroupPlace> places, long stamp) =>
        backplane.TakeOutAsync(connectionId, places, stamp);

    /// <summary>A connection that has the place hears everything, however many do; or again only if there is room.</summary>
    public Task ListenAsync(string connectionId, GroupPlace place, bool closely) =>
        backplane.ListenAsync(connectionId, place, closely);
}
