using Microsoft.Playwright;
using OneVOne.Browser.Tests;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace OneVOne.Browser.Tests;

/// <summary>The distribution's Chromium; <c>ONEVONE_CHROMIUM</c> names another one.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

    private IPlaywright _playwright = null!;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("ONEVONE_CHROMIUM") ?? Array.Find(Places, File.Exists);
        Assert.True(path is not null, "No Chromium was found. Install it (apt-get install chromium) or set ONEVONE_CHROMIUM.");

        // The machine of a test is shared and slow at times; a wait ends as soon as what it waits for is there.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            // Root has no sandbox in a container, and /dev/shm is small there.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
