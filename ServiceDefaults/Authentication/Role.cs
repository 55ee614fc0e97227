namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>What a person may do beyond their own; each may do all that those before it may. In tokens the lower-case word.</summary>
public enum Role
{
    /// <summary>Everyone.</summary>
    User,

    /// <summary>Keeps order: sees and acts on what people report.</summary>
    Moderator,

    /// <summary>Runs the system: accounts, roles, the audit log.</summary>
    Admin,
}
