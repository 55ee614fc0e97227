using Microsoft.Playwright;

namespace OneVOne.Browser.Tests;

/// <summary>A device in the browser that keeps passkeys and recognises its owner, as Chromium plays it for tests.</summary>
public sealed class Passkeys
{
    private readonly ICDPSession _chromium;
    private readonly string _id;

    private Passkeys(ICDPSession chromium, string id) => (_chromium, _id) = (chromium, id);

    public static async Task<Passkeys> CarryAsync(IBrowserContext browser, IPage window)
    {
        var chromium = await browser.NewCDPSessionAsync(window);
        await chromium.SendAsync("WebAuthn.enable");
        var added = await chromium.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new(chromium, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>From now on it waits for its owner; a page that only offers passkeys would be answered at once otherwise.</summary>
    public async Task WaitForOwnerAsync() => await OwnerIsThereAsync(false);

    /// <summary>What is asked of it from now on is confirmed at once; what it was asked before is not.</summary>
    public async Task KnowOwnerAsync() => await OwnerIsThereAsync(true);

    private async Task OwnerIsThereAsync(bool enabled) => await _chromium.SendAsync(
        "WebAuthn.setAutomaticPresenceSimulation", new() { ["authenticatorId"] = _id, ["enabled"] = enabled });
}
