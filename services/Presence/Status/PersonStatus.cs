using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using OneVOne.Presence.Choosing;
using OneVOne.Presence.Connections;
using OneVOne.Presence.Games;

namespace OneVOne.Presence.Status;

/// <summary>What one person may know of another's presence.</summary>
/// <param name="Status">Over all devices; only oneself is ever told <see cref="Availability.Invisible"/>.</param>
/// <param name="LastSeenAt">When the last device went; null while here, and for whom the caller may not know of.</param>
/// <param name="Text">What the person says; absent while offline.</param>
/// <param name="Emoji">The one beside it; absent while offline.</param>
/// <param name="Activity">The game that the person plays; absent while offline.</param>
public sealed record PersonStatus(
    Guid UserId,
    Availability Status,
    DateTimeOffset? LastSeenAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Emoji = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Game? Activity = null)
{
    /// <summary>The answer about a stranger, whatever the truth: it must not tell even whether there is such a person.</summary>
    public static PersonStatus Unknown(Guid userId) => new(userId, Availability.Offline, null);

    /// <summary>
    /// What was told, in few characters, to compare it with what is to be told; empty for offline, as when somebody was last
    /// seen is no news.
    /// </summary>
    internal string Digest
    {
        get
        {
            if (Status == Availability.Offline)
            {
                return "";
            }

            return (Text, Emoji, Activity) is (null, null, null)
                ? Status.ToString()
                : $"{Status} {Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this)), 0, 8)}";
        }
    }

    internal static PersonStatus Of(Guid userId, PersonFacts facts, Connected? connected, bool isSelf = false)
    {
        if (connected is not { } how || (facts.Chosen == ChosenStatus.Invisible && !isSelf))
        {
            return new(userId, Availability.Offline, facts.SeenAt);
        }

        var status = facts.Chosen switch
        {
            ChosenStatus.Dnd => Availability.Dnd,
            ChosenStatus.Invisible => Availability.Invisible,
            ChosenStatus.Away => Availability.Away,
            _ => how.IsActive ? Availability.Online : Availability.Away,
        };
        return new(userId, status, null, facts.Text, facts.Emoji, GameText.Read(how.Game));
    }
}

/// <summary>What PostgreSQL knows of a person: <see cref="PersonStatus"/> is this and the connections.</summary>
internal sealed record PersonFacts(
    DateTimeOffset? SeenAt = null, ChosenStatus Chosen = ChosenStatus.Auto, string? Text = null, string? Emoji = null);

public enum Availability
{
    /// <summary>No device is connected, or it must look so.</summary>
    Offline,

    /// <summary>Someone is at a device.</summary>
    Online,

    /// <summary>Connected, but at none of the devices, or it was chosen.</summary>
    Away,

    /// <summary>Here, and not to be disturbed.</summary>
    Dnd,

    /// <summary>Here, and offline to everyone else.</summary>
    Invisible,
}
