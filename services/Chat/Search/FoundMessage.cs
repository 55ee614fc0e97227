using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;

namespace OneVOne.Chat.Search;

/// <summary>A message that a search found.</summary>
/// <param name="Highlights">
/// Where in <c>body</c> the words stand that were looked for: pairs of start and length in UTF-16 units, as JavaScript and C#
/// count. The body itself is as written, and never HTML.
/// </param>
public sealed record FoundMessage(Message Message, FoundIn Conversation, IReadOnlyList<int[]> Highlights);

/// <summary>Where it stands.</summary>
/// <param name="Name">Of a direct conversation the other's.</param>
public sealed record FoundIn(Guid Id, ConversationKind Kind, string Name);
