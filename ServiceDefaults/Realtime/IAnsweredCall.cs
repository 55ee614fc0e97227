namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// The record of a call whose hub method answers by itself: what the call made and its answer reach the caller in one
/// write, which halves what a message costs the caller's connection. SignalR would write the answer alone. What the method
/// or a filter throws is answered as ever.
/// </summary>
public interface IAnsweredCall
{
    /// <summary>What the caller knows its call by; null when it wants no answer.</summary>
    string? InvocationId { get; set; }
}
