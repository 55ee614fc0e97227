namespace OneVOne.Chat.People;

/// <summary>A person as others see them.</summary>
public sealed record Person(Guid Id, string Username, string DisplayName);
