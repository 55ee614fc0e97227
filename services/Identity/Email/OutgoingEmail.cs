namespace OneVOne.Identity.Email;

/// <summary>A message that waits to be sent. Added by the change that it tells of, in the same transaction.</summary>
internal sealed class OutgoingEmail
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>One address.</summary>
    public required string Recipient { get; init; }

    public required string Subject { get; init; }

    /// <summary>Plain text.</summary>
    public required string Body { get; init; }
}
