namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>Where the public keys come from: over HTTP from Identity, and inside Identity from its own key ring.</summary>
public interface ISigningKeySource
{
    Task<PublishedKeys> ReadAsync(CancellationToken cancellationToken);
}
