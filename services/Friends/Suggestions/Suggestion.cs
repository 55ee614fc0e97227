using OneVOne.ServiceDefaults.People;

namespace OneVOne.Friends.Suggestions;

/// <summary>Somebody whom the caller may know.</summary>
/// <param name="Mutual">
/// How many of the caller's friends have them as a friend. Of somebody with very many friends only the newest are looked at,
/// so it may be more.
/// </param>
internal sealed record Suggestion(Person User, int Mutual);
