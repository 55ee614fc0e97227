namespace OneVOne.Browser.Tests;

public sealed class TwoPeopleTalking(Chromium chromium, RunningSystem system)
{
    [Fact]
    public async Task They_become_friends_see_each_other_and_chat_and_the_one_who_was_away_finds_what_was_missed()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await using var bob = await Person.ArriveAsync(chromium, system, "bob");
        await ann.RegisterAsync();
        await bob.RegisterAsync();

        await ann.AskAsync(bob);
        await bob.SeesBadgeAsync(1);
        await bob.AcceptAsync(ann);
        await ann.SeesOnlineAsync(bob);
        await bob.SeesOnlineAsync(ann);

        await ann.OpenChatWithAsync(bob);
        await bob.OpenChatWithAsync(ann);
        await ann.SayAsync("hi bob");
        await bob.ReadsAsync("hi bob");
        await bob.SayAsync("hello ann");
        await ann.ReadsAsync("hello ann");
        await bob.SeesNoBadgeAsync();

        await bob.CloseWindowAsync();
        await ann.SeesOfflineAsync(bob);
        await ann.SayAsync("are you still there?");
        await ann.SayAsync("see you tonight");

        await bob.OpenWindowAsync();
        await ann.SeesOnlineAsync(bob);
        await bob.SeesBadgeAsync(1);
        await bob.SeesUnreadAsync(ann, 2);
        await bob.FollowNotificationAsync("see you tonight");
        await bob.SeesNewMessagesLineAsync();
        await bob.ReadsAsync("hi bob");
        await bob.ReadsAsync("are you still there?");
        await bob.ReadsAsync("see you tonight");
        await bob.SeesNothingUnreadAsync(ann);
        await bob.SeesNoBadgeAsync();

        ann.AssertNothingBroke();
        bob.AssertNothingBroke();
    }

    [Fact]
    public async Task Markup_in_a_message_is_shown_as_it_was_written()
    {
        const string Markup = "<img src=x onerror=alert(1)><b>bold</b>";
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await using var bob = await Person.ArriveAsync(chromium, system, "bob");
        await ann.RegisterAsync();
        await bob.RegisterAsync();

        var text = $"{Markup} from {ann.Name}";
        await bob.OpenConversationAsync("Lobby");
        await ann.OpenConversationAsync("Lobby");
        await ann.SayAsync(text);
        await bob.ReadsAsync(text);

        ann.AssertNothingBroke();
        bob.AssertNothingBroke();
    }
}
