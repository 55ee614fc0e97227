using Microsoft.AspNetCore.SignalR;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// Tells clients of what calls made, and the callers of their answers: one write to each connection for all that is told
/// at once, and to a caller's together with the answer if it hears the event, else the answer alone.
/// </summary>
public sealed class Telling<THub>(HubLifetimeManager<THub> lifetime)
    where THub : Hub
{
    private readonly RedisHubLifetimeManager<THub> backplane = (RedisHubLifetimeManager<THub>)lifetime;

    /// <summary>Reaches this replica's connections and the queue to the others before it returns.</summary>
    /// <param name="arguments">Of one call of the method each, in this order.</param>
    public Task UsersAsync(
        IReadOnlyList<string> userIds, string method, IReadOnlyList<object> arguments, IReadOnlyList<CallAnswer> answers) =>
        backplane.TellUsersAsync(userIds, method, arguments, answers);

    /// <inheritdoc cref="UsersAsync"/>
    public Task GroupAsync(
        string group, string method, IReadOnlyList<object> arguments, IReadOnlyList<CallAnswer> answers) =>
        backplane.TellGroupAsync(group, method, arguments, answers);

    /// <summary>How many connections of this replica are in a group.</summary>
    public int CountGroup(string group) => backplane.CountGroup(group);

    /// <summary>The answer alone; nothing when the caller is gone.</summary>
    public void Answer(CallAnswer answer) => backplane.Answer(answer);
}
