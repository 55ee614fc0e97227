namespace OneVOne.Browser.Tests;

public sealed class SigningIn(Chromium chromium, RunningSystem system)
{
    [Fact]
    public async Task A_session_outlives_the_window_and_ends_with_logging_out()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await ann.RegisterAsync();
        await ann.AssertNothingSecretIsStoredAsync();

        await ann.CloseWindowAsync();
        await ann.OpenWindowAsync();
        await ann.SeesLobbyAsync();
        await ann.AssertNothingSecretIsStoredAsync();

        await ann.LogOutAsync();
        await ann.CloseWindowAsync();
        await ann.OpenWindowAsync();
        await ann.LogInAsync("not the password");
        await ann.SeesRefusalAsync();
        await ann.LogInAsync();
        await ann.SeesLobbyAsync();
        ann.AssertNothingBroke();
    }

    [Fact]
    public async Task A_guest_keeps_the_account()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await ann.EnterAsGuestAsync();
        await ann.KeepAccountAsync();
        await ann.LogOutAsync();
        await ann.LogInAsync();
        await ann.SeesLobbyAsync();
        ann.AssertNothingBroke();
    }

    [Fact]
    public async Task Several_windows_of_one_person_renew_the_session_side_by_side()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await ann.RegisterAsync();

        // Each start spends the refresh token and gets the next: a window that spent an old one would log the others out.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ann.OpenWindowAsync()));
        await ann.SeesLobbyAsync();
        await ann.CloseWindowAsync();
        await ann.OpenWindowAsync();
        await ann.SeesLobbyAsync();
        ann.AssertNothingBroke();
    }
}
