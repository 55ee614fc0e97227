using System.ComponentModel.DataAnnotations;

namespace OneVOne.Friends.Requests;

/// <summary>How much a person may ask of others; section <c>Friends:Requests</c>.</summary>
public sealed class RequestOptions : IValidatableObject
{
    /// <summary>How long somebody whose request was declined may not ask the same person again.</summary>
    public TimeSpan DeclineCooldown { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many requests a person may send in an hour, at once or one by one, over all replicas.</summary>
    [Range(1, 1_000_000)]
    public int PerHour { get; set; } = 50;

    /// <summary>How many requests of a person may wait for an answer.</summary>
    [Range(1, 100_000)]
    public int MaxOutgoing { get; set; } = 200;

    /// <summary>How many requests to a person may wait for an answer.</summary>
    [Range(1, 100_000)]
    public int MaxIncoming { get; set; } = 1_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DeclineCooldown < TimeSpan.Zero)
        {
            yield return new("Friends:Requests:DeclineCooldown cannot be negative.");
        }
    }
}
