namespace OneVOne.Presence.Choosing;

/// <summary>What a person wants to look like.</summary>
public enum ChosenStatus
{
    /// <summary>As the devices tell: online, away or offline.</summary>
    Auto,

    /// <summary>Away, also while at a device.</summary>
    Away,

    /// <summary>Here, and not to be disturbed.</summary>
    Dnd,

    /// <summary>Offline to everyone else.</summary>
    Invisible,
}

/// <summary>A person's own choice, as only they see it.</summary>
/// <param name="Text">One line, at most 128 characters.</param>
/// <param name="Emoji">One emoji.</param>
/// <param name="Until">When text and emoji vanish; null for never. The status stays.</param>
public sealed record OwnStatus(ChosenStatus Status, string? Text, string? Emoji, DateTimeOffset? Until)
{
    public static OwnStatus Default { get; } = new(ChosenStatus.Auto, null, null, null);
}
