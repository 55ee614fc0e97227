namespace OneVOne.Notifications.Inbox;

/// <summary>What a notification tells of. The words are the same in the database and on the wire.</summary>
public enum NotificationKind
{
    /// <summary>The actor asks for the owner's friendship.</summary>
    FriendRequest,

    /// <summary>The actor accepted the owner's request.</summary>
    FriendAccepted,

    /// <summary>The actor wrote to the owner, who was not looking.</summary>
    DirectMessage,

    /// <summary>The copy of the owner's data can be downloaded; the request is the export, the actor the owner.</summary>
    DataExportReady,
}
