using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// This replica's connections of each session, over all its hubs, and their end when the session ends: a close record
/// that says why and that coming back is of no use, then the end of the connection, whether the client reads it or not.
/// </summary>
public sealed partial class SessionConnections
{
    /// <summary>A client that does not read may not keep its connection by it.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(300);

    private static readonly Problem SessionEnded = new(401, "session.ended", "This session has ended; log in again.");

    private readonly ConcurrentDictionary<Guid, ImmutableList<HubConnectionContext>> connections = new();
    private readonly EndedSessions ended;
    private readonly ILogger logger;

    public SessionConnections(EndedSessions ended, ILogger<SessionConnections> logger)
    {
        (this.ended, this.logger) = (ended, logger);
        ended.Ended += Close;
    }

    public void Add(HubConnectionContext connection)
    {
        var sessionId = SessionOf(connection);
        connections.AddOrUpdate(sessionId, _ => [connection], (_, others) => others.Add(connection));
        // Its token was checked before it stood here, so an end in between found nothing to close. Looked up after it was
        // added, while an end is noted before it closes: one of the two sees the other.
        if (ended.Find(sessionId) is { } session)
        {
            _ = CloseAsync(connection, session);
        }
    }

    public void Remove(HubConnectionContext connection)
    {
        var sessionId = SessionOf(connection);
        while (connections.TryGetValue(sessionId, out var all))
        {
            var left = all.Remove(connection);
            if (left.IsEmpty
                ? connections.TryRemove(KeyValuePair.Create(sessionId, all))
                : connections.TryUpdate(sessionId, left, all))
            {
                return;
            }
        }
    }

    /// <summary>Whether the session has a connection to this replica.</summary>
    public bool Has(Guid sessionId) => connections.ContainsKey(sessionId);

    private static Guid SessionOf(HubConnectionContext connection) => CurrentUser.From(connection.User).SessionId;

    private void Close(EndedSession session)
    {
        foreach (var connection in connections.GetValueOrDefault(session.SessionId) ?? [])
        {
            _ = CloseAsync(connection, session);
        }
    }

    private async Task CloseAsync(HubConnectionContext connection, EndedSession session)
    {
        var details = SessionEnded.ToDetails();
        details.Extensions["reason"] = session.Reason;
        var goodbye = new CloseMessage(JsonSerializer.Serialize(details, JsonSerializerOptions.Web), allowReconnect: false);
        try
        {
            await connection.WriteAsync(goodbye).AsTask().WaitAsync(CloseTimeout);
            Log.Closed(logger, connection.ConnectionId, session.SessionId, session.Reason);
        }
        catch (Exception e)
        {
            Log.NotTold(logger, connection.ConnectionId, session.SessionId, e.Message);
            // The end in order would wait for this reader too.
            connection.Features.Get<IConnectionLifetimeFeature>()?.Abort();
        }

        connection.Abort();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Connection {ConnectionId} closed: session {SessionId} ended, {Reason}")]
        public static partial void Closed(ILogger logger, string connectionId, Guid sessionId, string reason);

        [LoggerMessage(2, LogLevel.Information, "Connection {ConnectionId} of ended session {SessionId} is cut off: {Reason}")]
        public static partial void NotTold(ILogger logger, string connectionId, Guid sessionId, string reason);
    }
}
