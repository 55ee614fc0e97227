namespace OneVOne.Friends.People;

/// <summary>A user as others see them. Also the shape in which Identity answers.</summary>
internal sealed record Person(Guid Id, string Username, string DisplayName);
