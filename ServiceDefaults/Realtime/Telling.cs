using Microsoft.AspNetCore.SignalR;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// Tells clients of what a call made, and the caller of its answer: one write to the caller's connection if it hears the
/// event, else the answer alone.
/// </summary>
public sealed class Telling<THub>(HubLifetimeManager<THub> lifetime)
    where THub : Hub
{
    private readonly RedisHubLifetimeManager<THub> backplane = (RedisHubLifetimeManager<THub>)lifetime;

    /// <summary>Reaches this replica's connections and the queue to the others before it returns.</summary>
    public Task UsersAsync(IReadOnlyList<string> userIds, string method, object argument, CallAnswer? answer) =>
        backplane.TellUsersAsync(userIds, method, argument, answer);

    /// <inheritdoc cref="UsersAsync"/>
    public Task GroupAsync(string group, string method, object argument, CallAnswer? answer) =>
        backplane.TellGroupAsync(group, method, argument, answer);

    /// <summary>The answer alone; nothing when the caller is gone.</summary>
    public void Answer(CallAnswer answer) => backplane.Answer(answer);
}
