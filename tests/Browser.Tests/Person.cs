using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OneVOne.Browser.Tests;

/// <summary>Somebody with a browser of their own, who does what people do: reads what stands there and clicks it.</summary>
public sealed partial class Person : IAsyncDisposable
{

    private readonly IBrowserContext _browser;
    private readonly RunningSystem _system;
    private readonly ConcurrentQueue<string> _defects = [];
    private IPage? _window;

    private Person(IBrowserContext browser, RunningSystem system, string name)
    {
        _browser = browser;
        _system = system;
        Name = name;
    }

    public string Name { get; }

    public string Email => $"{Name}@example.org";

    /// <summary>What they log in with now.</summary>
    public string Password { get; private set; } = "correct horse battery";

    private IPage Window => _window ?? throw new InvalidOperationException($"{Name} has closed the window.");

    public static Task<Person> ArriveAsync(
        Chromium chromium, RunningSystem system, string name, ViewportSize? screen = null) =>
        ArriveAsAsync(chromium, system, $"{name}_{Guid.NewGuid().ToString("N")[..8]}", screen);

    /// <summary>The same person with another browser, where nobody is signed in yet.</summary>
    public async Task<Person> OnAnotherDeviceAsync(Chromium chromium)
    {
        var elsewhere = await ArriveAsAsync(chromium, _system, Name, screen: null);
        elsewhere.Password = Password;
        return elsewhere;
    }

    private static async Task<Person> ArriveAsAsync(
        Chromium chromium, RunningSystem system, string name, ViewportSize? screen)
    {
        var browser = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = screen ?? new ViewportSize { Width = 1280, Height = 800 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        browser.SetDefaultTimeout(30_000);
        var person = new Person(browser, system, name);
        await person.OpenWindowAsync();
        return person;
    }

    public async Task OpenWindowAsync()
    {
        // Several may open at once: each goes on with its own.
        var window = _window = await _browser.NewPageAsync();
        window.PageError += (_, error) => _defects.Enqueue(error);
        // Refused calls are logged as errors too and belong to some stories; broken policies and exceptions never do.
        window.Console += (_, line) =>
        {
            if (line.Type == "error" && line.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                _defects.Enqueue(line.Text);
            }
        };
        await window.GotoAsync(_system.Gateway.ToString());
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
        await Fill("E-mail", Email);
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
        await SeesLogInAsync();
    }

    public Task SeesLogInAsync() =>
        Expect(Window.GetByRole(AriaRole.Heading, new() { Name = "Welcome back" })).ToBeVisibleAsync();

    public Task SeesLobbyAsync() => Expect(Conversation("Lobby")).ToBeVisibleAsync();

    public Task SeesTextAsync(string text) => Expect(Window.GetByText(text)).ToBeVisibleAsync();

    public Task SeesRefusalAsync() => Expect(Window.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();

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
}
