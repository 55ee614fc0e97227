namespace OneVOne.Identity.Users;

/// <summary>What anyone who is logged in may see of a person.</summary>
public sealed record Person(Guid Id, string Username, string DisplayName);
