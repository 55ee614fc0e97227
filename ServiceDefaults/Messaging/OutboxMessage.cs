using System.Diagnostics;
using System.Text.Json;

namespace OneVOne.ServiceDefaults.Messaging;

/// <summary>An event that committed with the change that it tells of and waits for the broker's confirm.</summary>
internal sealed class OutboxMessage
{
    /// <summary>The order in which events leave, as near to commit order as a sequence comes.</summary>
    public long Position { get; private set; }

    /// <summary>The envelope's message id: the same on a second publish, so that inboxes know it.</summary>
    public Guid MessageId { get; private set; }

    /// <summary>The event's full type name, which is also its name on the wire.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The event as JSON.</summary>
    public string Body { get; private set; } = "";

    /// <summary>The trace that caused it (W3C Trace Context), continued by its consumers.</summary>
    public string? Traceparent { get; private set; }

    public static OutboxMessage Of<TEvent>(TEvent message)
        where TEvent : class => new()
        {
            MessageId = Guid.CreateVersion7(),
            Type = typeof(TEvent).FullName!,
            Body = JsonSerializer.Serialize(message, OutboxTypes.Json),
            Traceparent = Activity.Current?.Id,
        };
}
