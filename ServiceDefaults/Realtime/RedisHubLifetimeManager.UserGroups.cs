namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>What <see cref="UserGroups{THub}"/> does: one change of a connection's groups at a time.</summary>
public sealed partial class RedisHubLifetimeManager<THub>
{
    internal async Task ChangeAsync(UserGroupChange change)
    {
        await subscribed.Value;
        await ApplyAsync(change);
        await userGroups.TellAsync(change);
    }

    internal GroupsOfConnection? GroupsOf(string connectionId) =>
        connections[connectionId] is { } connection ? ConnectionState.Of(connection).Groups() : null;

    internal IReadOnlyList<string> ConnectionsOf(string userId) =>
        [.. locals.Of(UserChannel(userId)).Select(connection => connection.ConnectionId)];

    internal Task PlaceAsync(string connectionId, IEnumerable<GroupPlace> places, long stamp) =>
        InTurnAsync(connectionId, state => Task.WhenAll(places
            .Where(place => state.IsUnchangedSince(place.Group, stamp))
            .Select(place => PlaceAsync(connectionId, place, state))));

    internal Task TakeOutAsync(string connectionId, IEnumerable<GroupPlace> places, long stamp) =>
        InTurnAsync(connectionId, state => Task.WhenAll(places
            .Where(place => state.IsUnchangedSince(place.Group, stamp))
            .Select(place => TakeOutAsync(connectionId, place))));

    internal Task ListenAsync(string connectionId, GroupPlace place, bool closely) =>
        InTurnAsync(connectionId, async state =>
        {
            if (closely && state.IsIn(place.Overflow))
            {
                // Into the one before out of the other: twice told is better than not told.
                await ChangeLocalGroupAsync(connectionId, place.Group, isJoin: true);
                await ChangeLocalGroupAsync(connectionId, place.Overflow, isJoin: false);
            }
            else if (!closely && state.IsIn(place.Group) && locals.Count(GroupChannel(place.Group)) > place.Limit)
            {
                await ChangeLocalGroupAsync(connectionId, place.Overflow, isJoin: true);
                await ChangeLocalGroupAsync(connectionId, place.Group, isJoin: false);
            }
        });

    private async Task ApplyAsync(UserGroupChange change)
    {
        var place = change.Place;
        var concerned = change.UserId is { } userId
            ? locals.Of(UserChannel(userId))
            : place.Beside.Append(place.Overflow).Append(place.Group).SelectMany(group => locals.Of(GroupChannel(group)));
        foreach (var connectionId in concerned.Select(connection => connection.ConnectionId).ToHashSet())
        {
            await InTurnAsync(connectionId, state => state.Accepts(place.Group, change.Version)
                ? change.IsJoin ? PlaceAsync(connectionId, place, state) : TakeOutAsync(connectionId, place)
                : Task.CompletedTask);
        }
    }

    private async Task PlaceAsync(string connectionId, GroupPlace place, ConnectionState state)
    {
        if (!state.IsIn(place.Group) && !state.IsIn(place.Overflow))
        {
            var isFull = locals.Count(GroupChannel(place.Group)) >= place.Limit;
            await ChangeLocalGroupAsync(connectionId, isFull ? place.Overflow : place.Group, isJoin: true);
        }
    }

    private async Task TakeOutAsync(string connectionId, GroupPlace place)
    {
        foreach (var group in place.Beside.Append(place.Overflow).Append(place.Group))
        {
            await ChangeLocalGroupAsync(connectionId, group, isJoin: false);
        }
    }

    private async Task InTurnAsync(string connectionId, Func<ConnectionState, Task> change)
    {
        if (connections[connectionId] is not { } connection)
        {
            return;
        }

        var state = ConnectionState.Of(connection);
        await state.Turn.WaitAsync();
        try
        {
            await change(state);
        }
        finally
        {
            state.Turn.Release();
        }
    }
}
