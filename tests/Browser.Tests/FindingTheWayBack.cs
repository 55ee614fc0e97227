namespace OneVOne.Browser.Tests;

public sealed class FindingTheWayBack(Chromium chromium, RunningSystem system)
{
    [Fact]
    public async Task A_message_of_long_ago_is_found_by_its_words_and_shown_where_it_stands()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await ann.RegisterAsync();
        await ann.MakeRoomAsync($"Notes of {ann.Name}", "");
        await ann.SayAsync("the treasure lies under the old oak");
        for (var i = 0; i < 25; i++)
        {
            await ann.SayAsync($"much later, line {i}.\nand more\nof it");
        }

        await ann.SeesNotInViewAsync("under the old oak");
        await ann.SearchAsync("treasure nowhere");
        await ann.FindsNothingAsync();
        await ann.SearchAgainAsync("treasure oak");
        await ann.FollowFoundAsync("under the old oak");
        await ann.SeesInViewAsync("under the old oak");
        await ann.ToTheNewestAsync();
        await ann.SeesInViewAsync("line 24.");

        ann.AssertNothingBroke();
    }

    [Fact]
    public async Task What_was_begun_on_one_device_goes_on_on_another_until_it_is_sent()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await using var phone = await ann.OnAnotherDeviceAsync(chromium);
        await ann.RegisterAsync();
        await phone.LogInAsync();
        await ann.MakeRoomAsync($"Notes of {ann.Name}", "");
        await phone.OpenConversationAsync($"Notes of {ann.Name}");

        await ann.BeginToWriteAsync("do not forget the");
        await phone.SeesBegunAsync("do not forget the");
        await phone.SayAsync("do not forget the milk");
        await ann.SeesBegunAsync("");
        await ann.ReadsAsync("do not forget the milk");

        ann.AssertNothingBroke();
        phone.AssertNothingBroke();
    }

    [Fact]
    public async Task What_is_marked_unread_is_unread_on_every_device_and_the_line_stands_before_it()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await using var bob = await Person.ArriveAsync(chromium, system, "bob");
        await ann.RegisterAsync();
        await bob.RegisterAsync();
        var room = $"Plans of {ann.Name}";
        await ann.MakeRoomAsync(room, "");
        await bob.JoinRoomAsync(room);
        await bob.SayAsync("one");
        await bob.SayAsync("two");
        await bob.SayAsync("three");
        await ann.ReadsAsync("three");

        await using var phone = await ann.OnAnotherDeviceAsync(chromium);
        await phone.LogInAsync();
        await ann.MarkUnreadFromAsync("two");
        await ann.SeesNewMessagesLineAsync();
        await phone.SeesUnreadInAsync(room, 2);
        await phone.OpenConversationAsync(room);
        await phone.SeesNewMessagesLineAsync();

        ann.AssertNothingBroke();
        bob.AssertNothingBroke();
        phone.AssertNothingBroke();
    }
}
