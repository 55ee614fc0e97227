using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OneVOne.Browser.Tests;

/// <summary>Somebody with a browser of their own, who does what people do: reads what stands there and clicks it.</summary>
public sealed class Person : IAsyncDisposable
{
    private const string Password = "correct horse battery";

    private readonly IBrowserContext _browser;
    private readonly Uri _site;
    private readonly ConcurrentQueue<string> _defects = [];
    private IPage? _window;

    private Person(IBrowserContext browser, Uri site, string name)
    {
        _browser = browser;
        _site = site;
        Name = $"{name}_{Guid.NewGuid().ToString("N")[..8]}";
    }

    public string Name { get; }

    private IPage Window => _window ?? throw new InvalidOperationException($"{Name} has closed the window.");

    private ILocator Messages => Window.GetByRole(AriaRole.Log);

    public static async Task<Person> ArriveAsync(
        Chromium chromium, RunningSystem system, string name, ViewportSize? screen = null)
    {
        var browser = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = screen ?? new ViewportSize { Width = 1280, Height = 800 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        browser.SetDefaultTimeout(30_000);
        var person = new Person(browser, system.Gateway, name);
        await person.OpenWindowAsync();
        return person;
    }

    public async Task OpenWindowAsync()
    {
        _window = await _browser.NewPageAsync();
        _window.PageError += (_, error) => _defects.Enqueue(error);
        // Refused calls are logged as errors too and belong to some stories; broken policies and exceptions never do.
        _window.Console += (_, line) =>
        {
            if (line.Type == "error" && line.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                _defects.Enqueue(line.Text);
            }
        };
        await _window.GotoAsync(_site.ToString());
    }

    public async Task CloseWindowAsync()
    {
        await Window.CloseAsync();
        _window = null;
    }

    public async Task RegisterAsync()
    {
        await Click("Create an account");
        await Fill("User name", Name);
        await Fill("E-mail", $"{Name}@example.org");
        await Fill("Password", Password);
        await Click("Create account");
        await Expect(Conversation("Lobby")).ToBeVisibleAsync();
    }

    public async Task LogInAsync(string? password = null)
    {
        await Fill("User name or e-mail", Name);
        await Fill("Password", password ?? Password);
        await Click("Log in");
    }

    public async Task LogOutAsync()
    {
        await Click("Your account");
        await Click("Log out");
        await Expect(Window.GetByRole(AriaRole.Heading, new() { Name = "Welcome back" })).ToBeVisibleAsync();
    }

    public Task SeesLobbyAsync() => Expect(Conversation("Lobby")).ToBeVisibleAsync();

    public Task SeesTextAsync(string text) => Expect(Window.GetByText(text)).ToBeVisibleAsync();

    public Task SeesRefusalAsync() => Expect(Window.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();

    public async Task AskAsync(Person other)
    {
        await Window.GetByLabel("Add a friend by user name").FillAsync(other.Name);
        await Click("Add");
        await Expect(Window.GetByText($"Request sent to {other.Name}")).ToBeVisibleAsync();
    }

    public Task AcceptAsync(Person other) => Click($"Accept {other.Name}");

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
        await Window.GetByRole(AriaRole.Textbox, new() { NameRegex = new Regex("^Message") }).FillAsync(text);
        await Window.Keyboard.PressAsync("Enter");
        await Expect(Said(text).GetByText("Sent", new() { Exact = true })).ToBeAttachedAsync();
    }

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

    /// <summary>No exception and no broken content security policy in any window of this person.</summary>
    public void AssertNothingBroke() => Assert.Empty(_defects);

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed && _window is not null)
        {
            var picture = await _window.ScreenshotAsync();
            TestContext.Current.AddAttachment($"{Name}.png", picture, "image/png");
            var file = Path.Combine(Directory.CreateDirectory("TestResults").FullName, $"{Name}.png");
            await File.WriteAllBytesAsync(file, picture);
            TestContext.Current.TestOutputHelper?.WriteLine($"{Name} last saw {file}\n{string.Join('\n', _defects)}");
        }

        await _browser.DisposeAsync();
    }

    private Task Click(string button) => Window.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private Task Fill(string field, string text) => Window.GetByLabel(field, new() { Exact = true }).FillAsync(text);

    private ILocator Conversation(string title) =>
        Window.GetByRole(AriaRole.Region, new() { Name = "Conversations" })
            .GetByRole(AriaRole.Link, new() { NameRegex = new Regex($@"\b{Regex.Escape(title)}\b") });

    private ILocator Friend(Person friend, string status) =>
        Window.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^Chat with {friend.Name} {status}") });

    private ILocator Said(string text) =>
        Messages.GetByRole(AriaRole.Article).Filter(new() { HasText = text });
}
