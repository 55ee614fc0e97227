using OneVOne.Presence.Choosing;
using OneVOne.Presence.Status;

namespace OneVOne.Presence.Realtime;

/// <summary>What a client hears on <c>/hubs/presence</c>.</summary>
public interface IPresenceClient
{
    /// <summary>
    /// A friend, or someone watched, looks different over all their devices; or someone became or ceased to be visible. The
    /// newest word counts, and the same word may come twice.
    /// </summary>
    Task PresenceChanged(PersonStatus status);

    /// <summary>The person chose another status, on this device or another, or the text came to its end.</summary>
    Task OwnStatusChanged(OwnStatus status);

    /// <summary>How many people are on the site; on connecting, then when it changes, at most once a second.</summary>
    Task OnlineCount(OnlineSummary summary);
}
