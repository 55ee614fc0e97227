using OneVOne.Presence.Status;

namespace OneVOne.Presence.Realtime;

/// <summary>What a client hears on <c>/hubs/presence</c>.</summary>
public interface IPresenceClient
{
    /// <summary>A friend came or went, or someone became or ceased to be a friend. The newest word counts.</summary>
    Task PresenceChanged(PersonStatus status);

    /// <summary>How many people are on the site; on connecting, then when it changes, at most once a second.</summary>
    Task OnlineCount(OnlineSummary summary);
}
