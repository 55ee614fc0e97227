namespace OneVOne.Browser.Tests;

public sealed class ChangingMessages(Chromium chromium, RunningSystem system)
{
    [Fact]
    public async Task Others_see_edits_reactions_and_deletions_as_they_happen()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await using var bob = await Person.ArriveAsync(chromium, system, "bob");
        await ann.RegisterAsync();
        await bob.RegisterAsync();
        await ann.OpenConversationAsync("Lobby");
        await bob.OpenConversationAsync("Lobby");
        string first = $"first words of {ann.Name}", second = $"second words of {ann.Name}", later = $"better words of {ann.Name}";

        await ann.SayAsync(first);
        await ann.SayAsync(second);
        await bob.ReadsAsync(second);
        await ann.EditAsync(first, later);
        await bob.ReadsAsync(later);
        await bob.SeesNothingOfAsync(first);

        await bob.ReactAsync(later, "party", "🥳");
        await ann.SeesReactionAsync(later, "🥳", 1);
        await bob.TakeReactionBackAsync(later, "🥳");
        await ann.SeesNoReactionAsync(later, "🥳");

        await bob.DeleteForMeAsync(second);
        await ann.ReadsAsync(second);
        await ann.DeleteAsync(later);
        await bob.SeesNothingOfAsync(later);
        await bob.SeesDeletedAsync();

        ann.AssertNothingBroke();
        bob.AssertNothingBroke();
    }

    [Fact]
    public async Task A_reply_shows_what_it_replies_to_and_its_thread_goes_on_beside_the_conversation()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await using var bob = await Person.ArriveAsync(chromium, system, "bob");
        await ann.RegisterAsync();
        await bob.RegisterAsync();
        await ann.OpenConversationAsync("Lobby");
        await bob.OpenConversationAsync("Lobby");
        string question = $"tea or coffee, asks {ann.Name}", answer = $"tea, says {bob.Name}", more = $"with milk, says {ann.Name}";

        await ann.SayAsync(question);
        await bob.ReplyAsync(question, answer);
        await ann.SeesReplyAsync(answer, question);
        await ann.OpenThreadAsync(replies: 1);
        await ann.ReadsInThreadAsync(answer);
        await ann.SayInThreadAsync(more);
        await bob.OpenThreadAsync(replies: 2);
        await bob.ReadsInThreadAsync(more);

        ann.AssertNothingBroke();
        bob.AssertNothingBroke();
    }
}
