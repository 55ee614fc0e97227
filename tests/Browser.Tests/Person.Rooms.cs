using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OneVOne.Browser.Tests;

/// <summary>Rooms, and messages of people who are no friends.</summary>
public sealed partial class Person
{
    public async Task MakeRoomAsync(string name, string topic)
    {
        await ChooseAtTopAsync("Make a room");
        await Fill("Name", name);
        await Fill("Topic", topic);
        await Click("Make the room");
        await SeesRoomAsync(name);
    }

    public async Task JoinRoomAsync(string name)
    {
        await ChooseAtTopAsync("Find a room");
        await Window.GetByLabel("Find a room by name").FillAsync(name);
        await Click($"Join {name}");
        await SeesRoomAsync(name);
    }

    public async Task LeaveRoomAsync(string name)
    {
        await Click("About this conversation");
        await Window.GetByRole(AriaRole.Menuitem, new() { Name = "Leave…" }).ClickAsync();
        await Click("Leave");
        await Expect(Conversation(name)).ToHaveCountAsync(0);
    }

    public async Task RenameRoomAsync(string to)
    {
        await Click("About this conversation");
        await Window.GetByRole(AriaRole.Menuitem, new() { Name = "Settings" }).ClickAsync();
        await Fill("Name", to);
        await Click("Save");
        await SeesRoomAsync(to);
    }

    public Task SeesRoomAsync(string name) =>
        Expect(Window.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true })).ToBeVisibleAsync();

    public Task SeesMembersAsync(int count) =>
        Expect(Window.GetByText(new Regex($"^{count} member"))).ToBeVisibleAsync();

    /// <summary>What the system says in the open conversation.</summary>
    public Task SeesNoticeAsync(string notice) => Expect(Messages.GetByText(notice)).ToBeVisibleAsync();

    /// <summary>From the card of somebody who wrote in the open conversation.</summary>
    public async Task WriteToAuthorOfAsync(string text, Person author)
    {
        await Said(text).GetByRole(AriaRole.Button, new() { Name = author.Name, Exact = true }).ClickAsync();
        await Window.GetByRole(AriaRole.Dialog, new() { Name = author.Name })
            .GetByRole(AriaRole.Button, new() { Name = "Message", Exact = true }).ClickAsync();
        await Expect(Window.GetByLabel($"Message to {author.Name}")).ToBeVisibleAsync();
    }

    public async Task LetEveryoneWriteAsync()
    {
        await OpenSettingsAsync("privacy");
        await Window.GetByLabel("Who may write to you").SelectOptionAsync("everyone");
        await Expect(Window.GetByText("Saved.")).ToBeVisibleAsync();
        await LeaveSettingsAsync();
    }

    public async Task OpenRequestAsync(Person from)
    {
        await ShowChatsAsync("Requests");
        await Conversation(from.Name).ClickAsync();
        await Expect(Request).ToBeVisibleAsync();
    }

    public async Task AcceptRequestAsync()
    {
        await Request.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Expect(Request).ToHaveCountAsync(0);
        await ShowChatsAsync("Inbox");
    }

    public Task SeesRequestsAsync(int waiting) =>
        Expect(Window.GetByRole(AriaRole.Region, new() { Name = "Conversations" }).GetByLabel($"{waiting} waiting"))
            .ToBeVisibleAsync();

    /// <summary>Inbox, Requests or Archived.</summary>
    public Task ShowChatsAsync(string folder) =>
        Window.GetByRole(AriaRole.Region, new() { Name = "Conversations", Exact = true })
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{folder}( \\d+ waiting)?$") }).ClickAsync();

    private ILocator Request => Window.GetByRole(AriaRole.Region, new() { Name = "Message request" });

    private async Task ChooseAtTopAsync(string entry)
    {
        await Click("New conversation");
        await Window.GetByRole(AriaRole.Menuitem, new() { Name = entry }).ClickAsync();
    }
}
