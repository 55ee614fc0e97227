namespace OneVOne.Browser.Tests;

public sealed class MeetingInARoom(Chromium chromium, RunningSystem system)
{
    [Fact]
    public async Task A_room_is_made_found_joined_renamed_and_left()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await using var bob = await Person.ArriveAsync(chromium, system, "bob");
        await ann.RegisterAsync();
        await bob.RegisterAsync();
        string name = $"Chess {ann.Name}", renamed = $"Go {ann.Name}";

        await ann.MakeRoomAsync(name, "openings and tea");
        await ann.SayAsync("welcome to whoever comes");
        await bob.JoinRoomAsync(name);
        await bob.ReadsAsync("welcome to whoever comes");
        await ann.SeesNoticeAsync($"{bob.Name} joined");
        await ann.SeesMembersAsync(2);

        await bob.SayAsync("hello everybody");
        await ann.ReadsAsync("hello everybody");
        await ann.RenameRoomAsync(renamed);
        await bob.SeesRoomAsync(renamed);

        await bob.LeaveRoomAsync(renamed);
        await ann.SeesNoticeAsync($"{bob.Name} left");
        await ann.SeesMembersAsync(1);

        ann.AssertNothingBroke();
        bob.AssertNothingBroke();
    }

    [Fact]
    public async Task A_stranger_asks_first_and_both_write_once_it_is_accepted()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await using var bob = await Person.ArriveAsync(chromium, system, "bob");
        await ann.RegisterAsync();
        await bob.RegisterAsync();
        await ann.LetEveryoneWriteAsync();
        await ann.OpenConversationAsync("Lobby");
        await bob.OpenConversationAsync("Lobby");
        var hello = $"hello from {ann.Name}";
        await ann.SayAsync(hello);

        await bob.WriteToAuthorOfAsync(hello, ann);
        await bob.SayAsync("may I ask you something?");
        await ann.SeesRequestsAsync(1);
        await ann.OpenRequestAsync(bob);
        await ann.ReadsAsync("may I ask you something?");
        await ann.AcceptRequestAsync();
        await ann.SayAsync("of course");
        await bob.ReadsAsync("of course");

        ann.AssertNothingBroke();
        bob.AssertNothingBroke();
    }
}
