namespace OneVOne.Presence.Connections;

/// <summary>A person's connections to this replica. Not safe for several threads: <see cref="HeldPeople"/> locks.</summary>
internal sealed class HeldPerson
{
    private readonly Dictionary<string, bool> devices = new(StringComparer.Ordinal);
    private string? playingDevice;
    private string game = "";

    public bool IsGone => devices.Count == 0;

    public IReadOnlyCollection<string> ConnectionIds => devices.Keys;

    /// <summary>As the register keeps it: whether someone is at any of the devices, and the game that one of them shows.</summary>
    public string How => Connected.Write(devices.ContainsValue(true), game);

    public void Enter(string connectionId) => devices[connectionId] = true;

    public bool Leave(string connectionId)
    {
        Play(connectionId, "");
        return devices.Remove(connectionId);
    }

    public void SetActivity(string connectionId, bool isActive)
    {
        // It may have gone in the meantime.
        if (devices.ContainsKey(connectionId))
        {
            devices[connectionId] = isActive;
        }
    }

    /// <summary>The last device to show a game shows it; only that one ends it, by saying so or by going.</summary>
    public void Play(string connectionId, string shown)
    {
        if (shown.Length > 0 && devices.ContainsKey(connectionId))
        {
            (playingDevice, game) = (connectionId, shown);
        }
        else if (shown.Length == 0 && playingDevice == connectionId)
        {
            (playingDevice, game) = (null, "");
        }
    }
}
