namespace OneVOne.Testing;

/// <summary>A person of the tests, known to <see cref="TestIdentity"/>, with an access token.</summary>
public sealed record TestUser(Guid Id, string Username, string Token);
