namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>The JWK Set (RFC 7517 §5) at <c>/.well-known/jwks.json</c>.</summary>
public sealed record PublishedKeys(IReadOnlyList<PublishedKey> Keys);

/// <summary>One public key (RFC 7517 §4, RFC 7518 §6.2).</summary>
public sealed record PublishedKey(
    string Kty, string? Crv, string? Alg, string? Use, string Kid, string? X, string? Y);
