using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Data;
using OneVOne.ServiceDefaults.Realtime;

namespace OneVOne.Chat.Realtime;

/// <summary>
/// Which conversations each connection of this replica hears: the public room and the rooms that its person is in. Direct
/// ones need no group. Read when it connects, changed when the person joins or goes on any replica, and compared with the
/// database now and then, as news between replicas may get lost.
/// </summary>
internal sealed class ConversationGroups
{
    private const string RoomsSql =
        """
        SELECT m.user_id, m.conversation_id
        FROM members m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.user_id = ANY ($1) AND c.kind = 'room' AND c.deleted_at IS NULL
        """;

    private readonly UserGroups<ChatHub> groups;
    private readonly ReadingDatabase database;
    private readonly FanoutOptions options;
    private readonly TimeProvider time;
    private readonly JointRead<Guid, IReadOnlyList<Guid>> rooms;
    private readonly ConcurrentDictionary<string, Listener> listeners = new(StringComparer.Ordinal);

    public ConversationGroups(
        UserGroups<ChatHub> groups, ReadingDatabase database, IOptions<FanoutOptions> options, TimeProvider time)
    {
        this.groups = groups;
        this.database = database;
        this.options = options.Value;
        this.time = time;
        rooms = new("rooms", ChatLimits.GroupsBatch, ReadRoomsAsync);
    }

    public async Task ConnectAsync(string connectionId, Guid userId, CancellationToken cancellationToken)
    {
        listeners[connectionId] = new Listener(userId, null, time.GetTimestamp());
        try
        {
            await CompareAsync(connectionId, userId, cancellationToken);
        }
        catch
        {
            // SignalR ends the connection and tells nobody.
            Forget(connectionId);
            throw;
        }
    }

    public void Forget(string connectionId) => listeners.TryRemove(connectionId, out _);

    /// <summary>Compares again, unless that was done a moment ago.</summary>
    public async Task CheckAsync(string connectionId, CancellationToken cancellationToken)
    {
        if (listeners.TryGetValue(connectionId, out var listener)
            && time.GetElapsedTime(listener.ComparedAt) >= ChatLimits.GroupsCheck)
        {
            Change(connectionId, known => known with { ComparedAt = time.GetTimestamp() });
            await CompareAsync(connectionId, listener.UserId, cancellationToken);
        }
    }

    /// <summary>Compares all connections of this replica.</summary>
    public async Task CheckAllAsync(CancellationToken cancellationToken)
    {
        foreach (var some in listeners.Chunk(ChatLimits.GroupsBatch))
        {
            await Task.WhenAll(some.Select(listener => CompareAsync(listener.Key, listener.Value.UserId, cancellationToken)));
        }
    }

    /// <param name="version">The number of an event as of which the person is in it.</param>
    public Task JoinAsync(Guid userId, Guid conversationId, long version) =>
        groups.JoinAsync(userId.ToString(), PlaceOf(conversationId), version);

    /// <param name="version">The number of the event that took the person out.</param>
    public Task LeaveAsync(Guid userId, Guid conversationId, long version) =>
        groups.LeaveAsync(userId.ToString(), PlaceOf(conversationId), version);

    /// <summary>The conversation is no more.</summary>
    public Task EndAsync(Guid conversationId) => groups.EndAsync(PlaceOf(conversationId));

    /// <summary>What a connection looks at it hears closely, and no longer what it looked at before.</summary>
    public async Task LookAsync(string connectionId, Guid? conversationId)
    {
        Guid? before = null;
        Change(connectionId, listener =>
        {
            before = listener.LooksAt;
            return listener with { LooksAt = conversationId };
        });
        if (before is { } left && left != conversationId)
        {
            await groups.ListenAsync(connectionId, PlaceOf(left), closely: false);
        }

        if (conversationId is { } id)
        {
            await groups.ListenAsync(connectionId, PlaceOf(id), closely: true);
        }
    }

    private async Task CompareAsync(string connectionId, Guid userId, CancellationToken cancellationToken)
    {
        // Before the rooms are read: what changes after it is newer than what is read.
        if (groups.Of(connectionId) is not { } known)
        {
            return;
        }

        var there = (await rooms.AskAsync(userId, cancellationToken)).Append(PublicRoom.Id).ToHashSet();
        var gone = known.Groups.Select(ChatGroups.ConversationOf).OfType<Guid>().Where(id => !there.Contains(id)).Distinct();
        await groups.TakeOutAsync(connectionId, gone.Select(PlaceOf), known.Stamp);
        await groups.PlaceAsync(connectionId, there.Select(PlaceOf), known.Stamp);
    }

    private async Task<IReadOnlyList<IReadOnlyList<Guid>>> ReadRoomsAsync(IReadOnlyList<Guid> userIds)
    {
        await using var command = database.CreateCommand(RoomsSql);
        command.Parameters.Add(new() { Value = userIds.Distinct().ToArray() });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(Guid UserId, Guid ConversationId)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetGuid(0), reader.GetGuid(1)));
        }

        var roomsOf = rows.ToLookup(row => row.UserId, row => row.ConversationId);
        return [.. userIds.Select(userId => roomsOf[userId].ToList())];
    }

    private GroupPlace PlaceOf(Guid conversationId) => new(
        ChatGroups.Conversation(conversationId),
        ChatGroups.Hints(conversationId),
        options.LargeRoom,
        [ChatGroups.Viewers(conversationId)]);

    private void Change(string connectionId, Func<Listener, Listener> change)
    {
        while (listeners.TryGetValue(connectionId, out var listener)
            && !listeners.TryUpdate(connectionId, change(listener), listener))
        {
        }
    }

    private sealed record Listener(Guid UserId, Guid? LooksAt, long ComparedAt);
}
