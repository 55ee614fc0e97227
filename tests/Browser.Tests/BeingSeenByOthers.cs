namespace OneVOne.Browser.Tests;

public sealed class BeingSeenByOthers(Chromium chromium, RunningSystem system)
{
    // One white pixel.
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task A_friend_sees_the_status_and_the_picture_and_who_is_blocked_is_not_heard_any_more()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await using var bob = await Person.ArriveAsync(chromium, system, "bob");
        await ann.RegisterAsync();
        await bob.RegisterAsync();
        await ann.AskAsync(bob);
        await bob.AcceptAsync(ann);
        await bob.SeesOnlineAsync(ann);

        await ann.SetStatusAsync("Do not disturb", "recording");
        await bob.SeesStatusAsync(ann, "Do not disturb recording");

        await ann.SetPictureAsync(Picture);
        await ann.LeaveSettingsAsync();
        await bob.CloseWindowAsync();
        await bob.OpenWindowAsync();
        await bob.SeesPictureAsync(ann);

        await ann.BlockAsync(bob);
        await ann.OpenConversationAsync("Lobby");
        await bob.OpenConversationAsync("Lobby");
        var words = $"hello from {bob.Name}";
        await bob.SayAsync(words);
        await ann.ReadsHiddenAsync(words);
        ann.AssertNothingBroke();
        bob.AssertNothingBroke();
    }

    [Fact]
    public async Task Everything_that_can_be_used_has_a_name()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await ann.AssertEverythingHasANameAsync();
        await ann.RegisterAsync();
        await ann.AssertEverythingHasANameAsync();
        foreach (var section in new[] { "profile", "account", "security", "privacy" })
        {
            await ann.OpenSettingsAsync(section);
            await ann.AssertEverythingHasANameAsync();
        }

        ann.AssertNothingBroke();
    }
}
