using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OneVOne.Testing;
using static Microsoft.Playwright.Assertions;

namespace OneVOne.Browser.Tests;

/// <summary>What is done with messages that are there, threads, search and drafts.</summary>
public sealed partial class Person
{
    private ILocator Thread => Window.GetByRole(AriaRole.Complementary, new() { Name = "Thread" });

    public async Task EditAsync(string text, string to)
    {
        await ChooseAsync(text, "Edit");
        await Fill("Change the message", to);
        await Window.Keyboard.PressAsync("Enter");
        await Expect(Said(to).GetByText("(edited)")).ToBeVisibleAsync();
    }

    /// <summary>For everyone.</summary>
    public async Task DeleteAsync(string text)
    {
        await ChooseAsync(text, "Delete…");
        await Click("Delete for everyone");
        await Expect(Said(text)).ToHaveCountAsync(0);
    }

    public async Task DeleteForMeAsync(string text)
    {
        await ChooseAsync(text, "Delete…");
        await Click("Delete for me");
        await Expect(Said(text)).ToHaveCountAsync(0);
    }

    /// <summary>With an emoji, found by its name.</summary>
    public async Task ReactAsync(string text, string name, string emoji)
    {
        await PressOnAsync(text, "React");
        await Window.GetByLabel("Find an emoji").FillAsync(name);
        await Window.GetByRole(AriaRole.Region, new() { Name = "Found" }).GetByText(emoji, new() { Exact = true }).ClickAsync();
        await SeesReactionAsync(text, emoji, 1);
    }

    public async Task TakeReactionBackAsync(string text, string emoji)
    {
        await Reaction(text, emoji).ClickAsync();
        await SeesNoReactionAsync(text, emoji);
    }

    public Task SeesReactionAsync(string text, string emoji, int count) =>
        Expect(Reaction(text, emoji)).ToHaveAccessibleNameAsync($"{emoji}, {count}");

    public Task SeesNoReactionAsync(string text, string emoji) => Expect(Reaction(text, emoji)).ToHaveCountAsync(0);

    public Task SeesDeletedAsync() => Expect(Messages.GetByText("Message deleted")).ToBeVisibleAsync();

    public Task SeesNothingOfAsync(string text) => Expect(Messages.GetByText(text)).ToHaveCountAsync(0);

    public async Task ReplyAsync(string to, string text)
    {
        await ChooseAsync(to, "Reply");
        await SayAsync(text);
    }

    /// <summary>That a message replies to another, whose words stand above it.</summary>
    public Task SeesReplyAsync(string text, string to) =>
        Expect(Said(text).GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^In reply to") })).ToContainTextAsync(to);

    /// <summary>From the count under the message that it began with.</summary>
    public async Task OpenThreadAsync(int replies)
    {
        await Messages.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($@"^{replies} repl(y|ies)\b") }).ClickAsync();
        await Expect(Thread).ToBeVisibleAsync();
    }

    public async Task SayInThreadAsync(string text)
    {
        await Thread.GetByRole(AriaRole.Textbox, new() { Name = "Message to the thread" }).FillAsync(text);
        await Window.Keyboard.PressAsync("Enter");
        await ReadsInThreadAsync(text);
    }

    public Task ReadsInThreadAsync(string text) =>
        Expect(Thread.GetByRole(AriaRole.Article).Filter(new() { HasText = text })).ToHaveCountAsync(1);

    public async Task SearchAsync(string words)
    {
        await Click("Search messages");
        await SearchAgainAsync(words);
    }

    public Task SearchAgainAsync(string words) =>
        Window.GetByRole(AriaRole.Searchbox, new() { Name = "Search messages" }).FillAsync(words);

    public Task FollowFoundAsync(string text) =>
        Window.GetByRole(AriaRole.List, new() { Name = "Messages found" }).GetByText(text).ClickAsync();

    public Task FindsNothingAsync() => Expect(Window.GetByText("Nothing found")).ToBeVisibleAsync();

    /// <summary>The message is where one looks, not somewhere above or below.</summary>
    public Task SeesInViewAsync(string text) => Expect(Said(text)).ToBeInViewportAsync();

    public Task SeesNotInViewAsync(string text) => Expect(Said(text)).Not.ToBeInViewportAsync();

    public Task ToTheNewestAsync() =>
        Window.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^(To the newest|\\d+ new)$") }).ClickAsync();

    /// <summary>Begins to write and does not send it.</summary>
    public Task BeginToWriteAsync(string text) => Composer.FillAsync(text);

    public Task SeesBegunAsync(string text) => Expect(Composer).ToHaveValueAsync(text);

    public Task MarkUnreadFromAsync(string text) => ChooseAsync(text, "Mark unread from here");

    public Task SeesUnreadInAsync(string conversation, int unread) =>
        Expect(Conversation(conversation).GetByLabel($"{unread} unread")).ToBeVisibleAsync();

    private ILocator Reaction(string text, string emoji) =>
        Said(text).GetByRole(AriaRole.Group, new() { Name = "Reactions" })
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{Regex.Escape(emoji)},") });

    private async Task ChooseAsync(string text, string entry)
    {
        await PressOnAsync(text, "More");
        await Window.GetByRole(AriaRole.Menuitem, new() { Name = entry, Exact = true }).ClickAsync();
    }

    // A message has its buttons while it is pointed at: when another's message moves it away from there, it is pointed at again.
    private Task PressOnAsync(string text, string button) =>
        Eventually.IsAsync($"{button} of \"{text}\" is pressed", async () =>
        {
            try
            {
                await Said(text).HoverAsync(new() { Timeout = 2000 });
                await Said(text).GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync(new() { Timeout = 2000 });
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        }, TimeSpan.FromSeconds(30));
}
