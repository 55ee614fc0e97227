using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// Lets a hub reach groups, users and connections on any replica. A message is serialised once, written to this
/// replica's connections at once, and published to Redis on a channel of its group or user for the others; each replica
/// is subscribed only to channels that it has connections of. Whom <c>GroupExcept</c> leaves out may be connections and
/// users: either is an id.
/// </summary>
/// <remarks>
/// Delivery between replicas is at most once, as Redis' is: what must not be missed has a sequence number, and clients
/// ask for what they miss. While Redis is away a replica still serves its own connections.
/// </remarks>
public sealed partial class RedisHubLifetimeManager<THub> : HubLifetimeManager<THub>
    where THub : Hub
{
    private static readonly string[] Nobody = [];

    private readonly Guid self = Guid.NewGuid();
    private readonly HubConnectionStore connections = new();
    private readonly LocalConnections locals;
    private readonly SessionConnections sessions;
    private readonly RemoteGroupCommands remoteGroups;
    private readonly RemoteUserGroups userGroups;
    private readonly ISubscriber redis;
    private readonly BackplanePublisher publisher;
    private readonly IHubProtocol protocol;
    private readonly RedisBackplaneOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly string prefix;
    private readonly Lazy<Task> subscribed;

    public RedisHubLifetimeManager(
        IConnectionMultiplexer redis,
        IHubProtocol protocol,
        SessionConnections sessions,
        IOptions<RedisBackplaneOptions> options,
        TimeProvider time,
        ILogger<RedisHubLifetimeManager<THub>> logger)
    {
        this.redis = redis.GetSubscriber();
        publisher = new BackplanePublisher(redis, options.Value, time, logger);
        this.protocol = protocol;
        this.sessions = sessions;
        this.options = options.Value;
        this.time = time;
        this.logger = logger;
        prefix = $"{this.options.ChannelPrefix}:{typeof(THub).Name}";
        locals = new LocalConnections(SubscribeAsync, UnsubscribeAsync);
        remoteGroups = new RemoteGroupCommands(this.redis, prefix, self, this.options, time);
        userGroups = new RemoteUserGroups(this.redis, prefix, self, this.options, time, logger);
        subscribed = new Lazy<Task>(SubscribeToAllAsync);
    }

    private string AllChannel => $"{prefix}:all";

    private string ConnectionsChannel => $"{prefix}:connections";

    public override async Task OnConnectedAsync(HubConnectionContext connection)
    {
        await subscribed.Value;
        connection.Features.Set(new CallAnswers(connection));
        // Before anyone finds the connection: features are not for several threads.
        ConnectionState.Of(connection);
        connections.Add(connection);
        if (connection.UserIdentifier is { } userId)
        {
            await locals.AddAsync(UserChannel(userId), connection);
        }

        sessions.Add(connection);
    }

    public override async Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        connections.Remove(connection);
        sessions.Remove(connection);
        if (connection.UserIdentifier is { } userId)
        {
            await locals.RemoveAsync(UserChannel(userId), connection.ConnectionId);
        }

        foreach (var group in ConnectionState.Of(connection).LeaveAll())
        {
            await locals.RemoveAsync(GroupChannel(group), connection.ConnectionId);
        }
    }

    public override async Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        if (!await ChangeLocalGroupAsync(connectionId, groupName, isJoin: true))
        {
            await remoteGroups.SendAsync(connectionId, groupName, isJoin: true, cancellationToken);
        }
    }

    public override async Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        if (!await ChangeLocalGroupAsync(connectionId, groupName, isJoin: false))
        {
            await remoteGroups.SendAsync(connectionId, groupName, isJoin: false, cancellationToken);
        }
    }

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendAllExceptAsync(methodName, args, Nobody, cancellationToken);

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default)
    {
        var message = Serialize(methodName, args);
        DeliverToAll(message, excludedConnectionIds);
        return PublishAsync(AllChannel, excludedConnectionIds, message);
    }

    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendConnectionsAsync([connectionId], methodName, args, cancellationToken);

    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        var message = Serialize(methodName, args);
        var elsewhere = connectionIds.Where(id => !DeliverTo(id, message)).ToArray();
        return elsewhere.Length == 0 ? Task.CompletedTask : PublishAsync(ConnectionsChannel, elsewhere, message);
    }

    public override Task SendGroupAsync(
        string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendGroupExceptAsync(groupName, methodName, args, Nobody, cancellationToken);

    public override Task SendGroupExceptAsync(
        string groupName,
        string methodName,
        object?[] args,
        IReadOnlyList<string> excludedConnectionIds,
        CancellationToken cancellationToken = default) =>
        SendToChannelAsync(GroupChannel(groupName), Serialize(methodName, args), excludedConnectionIds);

    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        var message = Serialize(methodName, args);
        return Task.WhenAll(groupNames.Select(group => SendToChannelAsync(GroupChannel(group), message, Nobody)));
    }

    public override Task SendUserAsync(
        string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        SendToChannelAsync(UserChannel(userId), Serialize(methodName, args), Nobody);

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        var message = Serialize(methodName, args);
        return Task.WhenAll(userIds.Select(user => SendToChannelAsync(UserChannel(user), message, Nobody)));
    }

    private string GroupChannel(string group) => $"{prefix}:group:{group}";

    private string UserChannel(string userId) => $"{prefix}:user:{userId}";

    private static SerializedHubMessage Serialize(string methodName, object?[] args) => new(new InvocationMessage(methodName, args));

    private Task SendToChannelAsync(string channel, SerializedHubMessage message, IReadOnlyList<string> excluded)
    {
        DeliverToChannel(channel, message, excluded);
        return PublishAsync(channel, excluded, message);
    }

    private Task PublishAsync(string channel, IReadOnlyList<string> targets, SerializedHubMessage message) =>
        publisher.PublishAsync(channel, BackplaneEnvelope.Write(self, targets, message.GetSerializedMessage(protocol)));

    private async Task SubscribeToAllAsync()
    {
        await TrySubscribeAsync(AllChannel, envelope => DeliverToAll(envelope.Message, envelope.Targets));
        await TrySubscribeAsync(ConnectionsChannel, envelope =>
        {
            foreach (var connectionId in envelope.Targets)
            {
                DeliverTo(connectionId, envelope.Message);
            }
        });
        try
        {
            await remoteGroups.SubscribeAsync(ChangeLocalGroupAsync);
            await userGroups.SubscribeAsync(ApplyAsync);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            Log.NotSubscribed(logger, "groups", e.Message);
        }
    }

    private Task SubscribeAsync(string channel) =>
        TrySubscribeAsync(channel, envelope => DeliverToChannel(channel, envelope.Message, envelope.Targets));

    private async Task TrySubscribeAsync(string channel, Action<BackplaneEnvelope> deliver)
    {
        try
        {
            await redis.SubscribeAsync(channel, (_, bytes) =>
            {
                if (BackplaneEnvelope.Read(bytes!, self, protocol) is { } envelope)
                {
                    deliver(envelope);
                }
            }).WaitAsync(options.RedisTimeout, time);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // The client library keeps the subscription and sends it when Redis is back.
            Log.NotSubscribed(logger, channel, e.Message);
        }
    }

    private async Task UnsubscribeAsync(string channel)
    {
        try
        {
            await redis.UnsubscribeAsync(channel).WaitAsync(options.RedisTimeout, time);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            Log.NotSubscribed(logger, channel, e.Message);
        }
    }

    private async Task<bool> ChangeLocalGroupAsync(string connectionId, string group, bool isJoin)
    {
        if (connections[connectionId] is not { } connection)
        {
            return false;
        }

        var state = ConnectionState.Of(connection);
        if (isJoin && state.Join(group))
        {
            await locals.AddAsync(GroupChannel(group), connection);
            if (connection.ConnectionAborted.IsCancellationRequested && state.Leave(group))
            {
                // It went while it joined: OnDisconnectedAsync may not have seen this group.
                await locals.RemoveAsync(GroupChannel(group), connectionId);
            }
        }
        else if (!isJoin && state.Leave(group))
        {
            await locals.RemoveAsync(GroupChannel(group), connectionId);
        }

        return true;
    }

    private void DeliverToAll(SerializedHubMessage message, IReadOnlyList<string> excluded)
    {
        foreach (var connection in connections)
        {
            Deliver(connection, message, excluded);
        }
    }

    private void DeliverToChannel(string channel, SerializedHubMessage message, IReadOnlyList<string> excluded)
    {
        foreach (var connection in locals.Of(channel))
        {
            Deliver(connection, message, excluded);
        }
    }

    private bool DeliverTo(string connectionId, SerializedHubMessage message)
    {
        if (connections[connectionId] is not { } connection)
        {
            return false;
        }

        Deliver(connection, message, Nobody);
        return true;
    }

    private void Deliver(HubConnectionContext connection, SerializedHubMessage message, IReadOnlyList<string> excluded)
    {
        if (excluded.Count > 0
            && (excluded.Contains(connection.ConnectionId) || excluded.Contains(connection.UserIdentifier ?? "")))
        {
            return;
        }

        var state = ConnectionState.Of(connection);
        if (!state.TryWrite(connection, message, protocol, options) && state.GiveUp())
        {
            Log.TooSlow(logger, connection.ConnectionId, options.MaxPendingWrites, options.MaxPendingBytes);
            RealtimeTelemetry.CutOff.Add(1, new KeyValuePair<string, object?>("hub", typeof(THub).Name));
            _ = SlowReaders.CutOffAsync(connection, options.GoodbyeTimeout);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "The subscription of {Channel} was not changed: {Reason}")]
        public static partial void NotSubscribed(ILogger logger, string channel, string reason);

        [LoggerMessage(3, LogLevel.Information, "Connection {ConnectionId} is cut off: {Limit} messages or {Bytes} bytes wait for it")]
        public static partial void TooSlow(ILogger logger, string connectionId, int limit, int bytes);
    }
}
