namespace OneVOne.Browser.Tests;

public sealed class ProtectingAnAccount(Chromium chromium, RunningSystem system)
{
    [Fact]
    public async Task A_forgotten_password_is_set_anew_by_the_link_of_a_mail()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await ann.RegisterAsync();
        await ann.ConfirmEmailAsync();
        await ann.LogOutAsync();

        await ann.ResetPasswordAsync("another horse, another battery");
        await ann.LogInAsync("correct horse battery");
        await ann.SeesRefusalAsync();
        await ann.LogInAsync();
        await ann.SeesLobbyAsync();
        ann.AssertNothingBroke();
    }

    [Fact]
    public async Task With_a_second_step_the_password_alone_is_not_enough()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await ann.RegisterAsync();
        var (app, recoveryCodes) = await ann.SetUpSecondStepAsync();
        await ann.LogOutAsync();

        await ann.LogInAsync();
        await ann.GiveCodeAsync("000000");
        await ann.SeesTextAsync("This code is not right");
        await ann.GiveCodeAsync(app.NextCode());
        await ann.SeesSettingsAsync();
        await ann.LogOutAsync();

        await ann.LogInAsync();
        await ann.GiveCodeAsync(recoveryCodes[0]);
        await ann.SeesSettingsAsync();
        await ann.SeesTextAsync("9 recovery codes are left");
        ann.AssertNothingBroke();
    }

    [Fact]
    public async Task A_passkey_logs_in_without_a_password()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await ann.RegisterAsync();
        var passkeys = await ann.CarryPasskeysAsync();
        await ann.AddPasskeyAsync();
        await ann.LeaveSettingsAsync();
        await passkeys.WaitForOwnerAsync();
        await ann.LogOutAsync();

        await ann.LogInWithPasskeyAsync(passkeys);
        ann.AssertNothingBroke();
    }

    [Fact]
    public async Task A_device_that_is_signed_out_from_another_one_says_why()
    {
        await using var ann = await Person.ArriveAsync(chromium, system, "ann");
        await ann.RegisterAsync();
        await using var elsewhere = await ann.OnAnotherDeviceAsync(chromium);
        await elsewhere.LogInAsync();
        await elsewhere.SeesLobbyAsync();

        await ann.SignOutOtherDevicesAsync();
        await elsewhere.SeesTextAsync("signed out from another one");
        await ann.SeesSettingsAsync();
        elsewhere.AssertNothingBroke();
        ann.AssertNothingBroke();
    }
}
