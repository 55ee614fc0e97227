using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OneVOne.Browser.Tests;

/// <summary>One's own account: getting in and out, protecting it, and how one looks to others.</summary>
public sealed partial class Person
{
    public async Task EnterAsGuestAsync()
    {
        await Click("Try as a guest");
        await SeesLobbyAsync();
    }

    /// <summary>The guest stays, under the person's name.</summary>
    public async Task KeepAccountAsync()
    {
        await Click("Keep this account");
        await Fill("User name", Name);
        await Fill("E-mail", Email);
        await Fill("Password", Password);
        await Window.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Keep this account" }).ClickAsync();
        await Expect(Window.GetByText("You are here as a guest.")).ToHaveCountAsync(0);
    }

    /// <summary>No script of this page could read what would keep somebody signed in.</summary>
    public async Task AssertNothingSecretIsStoredAsync()
    {
        Assert.Equal("", await Window.EvaluateAsync<string>("() => document.cookie"));
        var stored = await Window.EvaluateAsync<string[]>("() => [...Object.values(localStorage), ...Object.values(sessionStorage)]");
        Assert.Matches("""^\{"userId":"[0-9a-f-]{36}"\}$""", Assert.Single(stored));
        var cookie = Assert.Single(await _browser.CookiesAsync());
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);
    }

    /// <summary>Asks for a link, follows it out of the mail and sets a new password.</summary>
    public async Task ResetPasswordAsync(string password)
    {
        await Click("Forgot your password?");
        await Fill("User name or e-mail", Name);
        await Click("Send me a link");
        await Expect(Window.GetByText("a mail with a link is on its way")).ToBeVisibleAsync();
        await FollowMailAsync("reset-password");
        Password = password;
        await Fill("New password", Password);
        await Click("Change the password");
        await Click("Log in");
        await SeesLogInAsync();
    }

    public async Task ConfirmEmailAsync()
    {
        await FollowMailAsync("verify-email");
        await Expect(Window.GetByText("your address is confirmed")).ToBeVisibleAsync();
        await Click("Go to OneVOne");
        await SeesLobbyAsync();
        await Expect(Window.GetByText("Please confirm")).ToHaveCountAsync(0);
    }

    /// <summary>Opens the link of the newest mail of a kind; its token does not stay in the address bar.</summary>
    private async Task FollowMailAsync(string page)
    {
        await Window.GotoAsync(await new Mailbox(_system.Mail).LinkAsync(Email, page));
        await Expect(Window).ToHaveURLAsync(new Regex($"/{page}$"));
    }

    /// <summary>profile, account, security or privacy.</summary>
    public async Task OpenSettingsAsync(string section)
    {
        await Window.GotoAsync(new Uri(_system.Gateway, $"/settings/{section}").ToString());
        await SeesSettingsAsync();
    }

    public Task SeesSettingsAsync() =>
        Expect(Window.GetByRole(AriaRole.Navigation, new() { Name = "Settings" })).ToBeVisibleAsync();

    public async Task LeaveSettingsAsync()
    {
        await Click("Back to the chats");
        await SeesLobbyAsync();
    }

    /// <summary>Switches the second step on; what the app on the phone keeps, and the recovery codes.</summary>
    public async Task<(Authenticator App, IReadOnlyList<string> Codes)> SetUpSecondStepAsync()
    {
        await OpenSettingsAsync("security");
        await Click("Set up");
        var secret = await Window.GetByRole(AriaRole.Dialog).Locator("code").InnerTextAsync();
        var app = new Authenticator(secret.Replace(" ", "", StringComparison.Ordinal));
        await Fill("Code", app.CodeNow());
        await Click("Switch on");
        var shown = Window.GetByRole(AriaRole.List, new() { Name = "Recovery codes" }).GetByRole(AriaRole.Listitem);
        await Expect(shown).ToHaveCountAsync(10);
        var codes = await shown.AllInnerTextsAsync();
        await Click("I have kept them");
        return (app, codes);
    }

    public async Task GiveCodeAsync(string code)
    {
        await Fill("Code", code);
        await Click("Log in");
    }

    /// <summary>Gives the window a device that holds passkeys and knows its owner.</summary>
    public async Task<Passkeys> CarryPasskeysAsync() => await Passkeys.CarryAsync(_browser, Window);

    public async Task AddPasskeyAsync()
    {
        await OpenSettingsAsync("security");
        await Click("Add a passkey");
        await Expect(Window.GetByRole(AriaRole.List, new() { Name = "Passkeys" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
    }

    public async Task LogInWithPasskeyAsync(Passkeys passkeys)
    {
        await passkeys.KnowOwnerAsync();
        try
        {
            await Window.GetByRole(AriaRole.Button, new() { Name = "Log in with a passkey", Exact = true }).ClickAsync(new() { Timeout = 10_000 });
        }
        catch (TimeoutException)
        {
            // The name field offers passkeys too: where its request came a moment later than the owner, that has logged in
            // already and the button is gone. The lobby tells whether it was that.
        }

        await SeesLobbyAsync();
    }

    public async Task SignOutOtherDevicesAsync()
    {
        await OpenSettingsAsync("security");
        await Click("Sign out all other devices");
        await Click("Sign out");
        await Expect(Window.GetByRole(AriaRole.List, new() { Name = "Sessions" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
    }

    public async Task SetPictureAsync(byte[] png)
    {
        await OpenSettingsAsync("profile");
        await Window.GetByLabel("Picture file").SetInputFilesAsync(
            new FilePayload { Name = "me.png", MimeType = "image/png", Buffer = png });
        await Click("Use this picture");
        await Expect(Window.GetByRole(AriaRole.Button, new() { Name = "Remove" })).ToBeVisibleAsync();
    }

    public async Task SetStatusAsync(string status, string text)
    {
        await Click("Your account");
        await Window.GetByText(status, new() { Exact = true }).ClickAsync();
        await Click("Set a status text");
        await Fill("What are you up to?", text);
        await Click("Set status");
        await Expect(Window.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    /// <summary>Everything that can be used has a name for those who do not see it.</summary>
    public async Task AssertEverythingHasANameAsync()
    {
        var nameless = await Window.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, [role=button], img')]
                .filter(e => e.checkVisibility() && !e.closest('[aria-hidden=true]'))
                .filter(e => e.tagName === 'IMG' ? !e.hasAttribute('alt')
                    : !(e.getAttribute('aria-label') || [...(e.labels ?? [])].map(l => l.textContent).join('') || e.textContent).trim())
                .map(e => e.outerHTML.slice(0, 200))
            """);
        Assert.Empty(nameless);
    }
}
