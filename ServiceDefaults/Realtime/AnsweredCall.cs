using System.Text.Json.Serialization;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// The record of a call whose hub method answers by itself: what the call made and its answer reach the caller in one
/// write, which halves what a message costs the caller's connection. SignalR would write the answer alone. What the method
/// or a filter throws is answered as ever.
/// </summary>
public abstract record AnsweredCall
{
    /// <summary>What the caller knows its call by; null when it wants no answer. Never of the record itself.</summary>
    [JsonIgnore]
    public string? InvocationId { get; set; }

    /// <summary>The method gives way as soon as later calls of the connection cannot overtake what it does any more.</summary>
    [JsonIgnore]
    public CallTurn? Turn { get; set; }
}
