using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OneVOne.Browser.Tests;

/// <summary>Finding friends, seeing them and talking to them.</summary>
public sealed partial class Person
{
    private ILocator Composer => Window.GetByRole(AriaRole.Textbox, new() { NameRegex = new Regex("^Message") });

    private ILocator Messages => Window.GetByRole(AriaRole.Log, new() { NameRegex = new Regex("^Messages in") });

    public async Task AskAsync(Person other)
    {
        await ShowFriendsAsync("Find");
        await Window.GetByLabel("Find people by name").FillAsync(other.Name);
        await Click($"Add {other.Name}");
        await Click("Send request");
        await Expect(Window.GetByText($"Request sent to {other.Name}")).ToBeVisibleAsync();
        await ShowFriendsAsync("All");
    }

    public async Task AcceptAsync(Person other)
    {
        await ShowFriendsAsync("Requests");
        await Click($"Accept {other.Name}");
        await ShowFriendsAsync("All");
    }

    /// <summary>All, Requests or Find.</summary>
    public Task ShowFriendsAsync(string tab) =>
        Window.GetByRole(AriaRole.Region, new() { Name = "Friends", Exact = true })
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{tab}( \\d+ waiting)?$") }).ClickAsync();

    public Task SeesOnlineAsync(Person friend) => Expect(Friend(friend, "Online")).ToBeVisibleAsync();

    public Task SeesOfflineAsync(Person friend) => Expect(Friend(friend, "(Offline|Seen)")).ToBeVisibleAsync();

    public async Task OpenChatWithAsync(Person friend)
    {
        await Friend(friend, "").ClickAsync();
        await Expect(Window.GetByLabel($"Message to {friend.Name}")).ToBeVisibleAsync();
    }

    public Task OpenConversationAsync(string title) => Conversation(title).ClickAsync();

    public async Task SayAsync(string text)
    {
        await Composer.FillAsync(text);
        await Window.Keyboard.PressAsync("Enter");
        // It may be read before one looks.
        await Expect(Said(text).GetByText(new Regex("^(Sent|Read)$"))).ToBeAttachedAsync();
    }

    /// <summary>Opens what is known of a friend and what can be done with them, and blocks them.</summary>
    public async Task BlockAsync(Person friend)
    {
        await Click($"More about {friend.Name}");
        await Click("Block");
        await Click($"Block {friend.Name}");
        await Expect(Window.GetByText($"You have blocked {friend.Name}")).ToBeVisibleAsync();
        await Click("Close");
    }

    /// <summary>That somebody whom they blocked wrote, and what it was only after asking for it.</summary>
    public async Task ReadsHiddenAsync(string text)
    {
        var hidden = Messages.GetByText("Message from a blocked person").Last;
        await Expect(hidden).ToBeVisibleAsync();
        await Expect(Messages.GetByText(text)).ToHaveCountAsync(0);
        await hidden.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(Messages.GetByText(text)).ToBeVisibleAsync();
    }

    public Task SeesStatusAsync(Person friend, string status) => Expect(Friend(friend, status)).ToBeVisibleAsync();

    /// <summary>The picture that the friend uploaded, not one that was drawn for them.</summary>
    public Task SeesPictureAsync(Person friend) =>
        Expect(Friend(friend, "").Locator("img[src*='/avatars/']:not([src*='/default/'])")).ToBeVisibleAsync();

    /// <summary>The message stands in the open conversation, exactly once.</summary>
    public Task ReadsAsync(string text) => Expect(Said(text)).ToHaveCountAsync(1);

    public Task SeesNewMessagesLineAsync() => Expect(Messages.GetByText("New messages")).ToBeVisibleAsync();

    public Task SeesBadgeAsync(int unread) =>
        Expect(Window.GetByRole(AriaRole.Button, new() { Name = $"Notifications, {unread} unread" })).ToBeVisibleAsync();

    public Task SeesNoBadgeAsync() =>
        Expect(Window.GetByRole(AriaRole.Button, new() { Name = "Notifications", Exact = true })).ToBeVisibleAsync();

    public Task SeesUnreadAsync(Person from, int unread) =>
        Expect(Conversation(from.Name).GetByLabel($"{unread} unread")).ToBeVisibleAsync();

    public Task SeesNothingUnreadAsync(Person from) =>
        Expect(Conversation(from.Name).GetByLabel(new Regex("unread"))).ToHaveCountAsync(0);

    /// <summary>Opens the bell and follows the first notification that says so.</summary>
    public async Task FollowNotificationAsync(string saying)
    {
        await Window.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Notifications") }).ClickAsync();
        await Window.GetByRole(AriaRole.Dialog, new() { Name = "Notifications" }).GetByText(saying).First.ClickAsync();
    }

    private ILocator Conversation(string title) =>
        Window.GetByRole(AriaRole.Region, new() { Name = "Conversations" })
            .GetByRole(AriaRole.Link, new() { NameRegex = new Regex($@"\b{Regex.Escape(title)}\b") });

    private ILocator Friend(Person friend, string status) =>
        Window.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^Chat with {friend.Name} {status}") });

    private ILocator Said(string text) =>
        Messages.GetByRole(AriaRole.Article).Filter(new() { HasText = text });
}
