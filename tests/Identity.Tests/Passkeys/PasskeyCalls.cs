using System.Text.Json;
using System.Text.Json.Nodes;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Passkeys;

/// <summary>The two halves of each ceremony: options, and the answer of a device.</summary>
internal static class PasskeyCalls
{
    public static Task<JsonElement> OptionsAsync(this HttpClient client, string route) =>
        client.PostAsync($"/api/identity/{route}").ShouldBeAsync(200);

    public static async Task<JsonElement> AddPasskeyAsync(this Account who, SoftwareAuthenticator device, string name = "telephone")
    {
        var options = await who.Http.OptionsAsync("passkeys/options");
        return await who.Http.AnswerAsync("passkeys", options, device.Create(options.GetProperty("options")), name).ShouldBeAsync(201);
    }

    public static async Task<HttpResponseMessage> LogInAsync(this ServiceHost<Program> replica, SoftwareAuthenticator device)
    {
        var options = await replica.Http().OptionsAsync("passkeys/login/options");
        return await replica.Http().AnswerAsync("passkeys/login", options, device.Get(options.GetProperty("options")));
    }

    public static async Task<HttpResponseMessage> ReauthenticateAsync(this Account who, SoftwareAuthenticator device)
    {
        var options = await who.Http.OptionsAsync("reauthenticate/passkey/options");
        return await who.Http.AnswerAsync("reauthenticate/passkey", options, device.Get(options.GetProperty("options")));
    }

    public static Task<HttpResponseMessage> AnswerAsync(
        this HttpClient client, string route, JsonElement options, JsonObject credential, string? name = null)
    {
        var body = new JsonObject { ["credential"] = credential.DeepClone(), ["state"] = options.GetProperty("state").GetString() };
        if (name is not null)
        {
            body["name"] = name;
        }

        return client.PostTextAsync($"/api/identity/{route}", body.ToJsonString());
    }
}
