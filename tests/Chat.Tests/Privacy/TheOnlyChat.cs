namespace OneVOne.Chat.Tests.Privacy;

/// <summary>
/// Chats of other tests hear what is said on the broker and answer it too, as a chat of its own would. These tests count
/// answers, so they run when there is no other.
/// </summary>
[CollectionDefinition(nameof(TheOnlyChat), DisableParallelization = true)]
public sealed class TheOnlyChat;
