using Microsoft.Extensions.DependencyInjection;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Passkeys;

// ASVS 6.3.3, 6.4.3, 6.5.x: two factors in one, bound to the origin.
public sealed class LoggingInWithAPasskey(IdentityApp app)
{
    [Fact]
    public async Task Neither_name_nor_password_is_asked_for()
    {
        using var device = new SoftwareAuthenticator();
        var ann = await app.RegisterAsync();
        await ann.AddPasskeyAsync(device);
        for (var i = 0; i < 2; i++)
        {
            var session = await app.Second.LogInAsync(device).ShouldBeAsync(200);
            Assert.Equal(ann.Id, session.GetProperty("user").GetProperty("id").GetGuid());
            await app.First.RefreshAsync(session.GetProperty("refreshToken").GetString()!).ShouldBeAsync(200);
        }

        var listed = (await ann.Http.GetAsync("/api/identity/passkeys").ShouldBeAsync(200)).GetProperty("items")[0];
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, listed.GetProperty("lastUsedAt").ValueKind);
        Assert.Equal(2L, await app.ScalarAsync<long>("SELECT sign_count FROM passkeys WHERE user_id = $1", ann.Id));
    }

    [Fact]
    public async Task A_device_that_does_not_count_logs_in_too()
    {
        using var device = new SoftwareAuthenticator { Counter = null };
        var ann = await app.RegisterAsync();
        await ann.AddPasskeyAsync(device);
        await app.First.LogInAsync(device).ShouldBeAsync(200);
        await app.First.LogInAsync(device).ShouldBeAsync(200);
    }

    // WebAuthn Level 3 §7.2.
    [Theory]
    [InlineData("origin")]
    [InlineData("cross-origin")]
    [InlineData("relying party")]
    [InlineData("unverified")]
    [InlineData("absent")]
    [InlineData("challenge")]
    [InlineData("signature")]
    [InlineData("no signature")]
    [InlineData("user handle")]
    [InlineData("no user handle")]
    [InlineData("credential")]
    [InlineData("counter")]
    public async Task A_wrong_answer_logs_nobody_in(string wrong)
    {
        using var device = new SoftwareAuthenticator { Counter = 5 };
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        await ann.AddPasskeyAsync(device);
        var options = await app.First.Http().OptionsAsync("passkeys/login/options");
        var asked = wrong == "challenge" ? await app.First.Http().OptionsAsync("passkeys/login/options") : options;
        switch (wrong)
        {
            case "origin": device.Origin = "https://localhost.example"; break;
            case "cross-origin": device.IsCrossOrigin = true; break;
            case "relying party": device.RelyingPartyId = "example.org"; break;
            case "unverified": device.IsUserVerified = false; break;
            case "absent": device.IsUserPresent = false; break;
            case "signature": device.Sign = signature => [.. signature[..^1], (byte)(signature[^1] ^ 1)]; break;
            case "no signature": device.Sign = _ => []; break;
            case "user handle": device.UserHandle = Handle(bob.Id); break;
            case "no user handle": device.UserHandle = null; break;
            case "credential": device.CredentialId = new byte[32]; break;
            case "counter": device.Counter = 4; break;
        }

        await app.First.Http().AnswerAsync("passkeys/login", options, device.Get(asked.GetProperty("options")))
            .ShouldBeProblemAsync(401, "login.failed");
    }

    [Fact]
    public async Task An_answer_logs_in_once_on_whichever_replica()
    {
        // Without a counter, so that only the challenge stands against the second.
        using var device = new SoftwareAuthenticator { Counter = null };
        var ann = await app.RegisterAsync();
        await ann.AddPasskeyAsync(device);
        var options = await app.First.Http().OptionsAsync("passkeys/login/options");
        var answer = device.Get(options.GetProperty("options"));
        var calls = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i => app.Replicas[i % 2].Http().AnswerAsync("passkeys/login", options, answer)));
        Assert.Single(calls, call => call.IsSuccessStatusCode);
        foreach (var refused in calls.Where(call => !call.IsSuccessStatusCode))
        {
            await refused.ShouldBeProblemAsync(400, "passkey.state_invalid");
        }
    }

    [Fact]
    public async Task A_counter_moves_on_once_on_whichever_replica()
    {
        using var device = new SoftwareAuthenticator { Counter = 5 };
        var ann = await app.RegisterAsync();
        await ann.AddPasskeyAsync(device);
        for (uint counter = 5; counter < 10; counter++)
        {
            var answers = new List<Func<Task<HttpResponseMessage>>>();
            for (var i = 0; i < 8; i++)
            {
                device.Counter = counter; // Clones of one device: all say the next number.
                var options = await app.First.Http().OptionsAsync("passkeys/login/options");
                var (replica, answer) = (app.Replicas[i % 2], device.Get(options.GetProperty("options")));
                answers.Add(() => replica.Http().AnswerAsync("passkeys/login", options, answer));
            }

            var calls = await Task.WhenAll(answers.Select(answer => answer()));
            Assert.Single(calls, call => call.IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task Options_are_good_for_five_minutes()
    {
        using var device = new SoftwareAuthenticator();
        var ann = await app.RegisterAsync();
        await ann.AddPasskeyAsync(device);
        var later = new MovingTime();
        await using var replica = ServiceHost.Start<Program>(app.Settings, services => services.AddSingleton<TimeProvider>(later));
        var options = await app.First.Http().OptionsAsync("passkeys/login/options");
        var answer = device.Get(options.GetProperty("options"));
        later.Advance(TimeSpan.FromMinutes(5.1));
        await replica.Http().AnswerAsync("passkeys/login", options, answer).ShouldBeProblemAsync(400, "passkey.state_invalid");
        await app.First.Http().AnswerAsync("passkeys/login", options, answer).ShouldBeAsync(200);
    }

    [Fact]
    public async Task A_changed_state_is_none()
    {
        using var device = new SoftwareAuthenticator();
        var ann = await app.RegisterAsync();
        await ann.AddPasskeyAsync(device);
        var options = await app.First.Http().OptionsAsync("passkeys/login/options");
        var state = options.GetProperty("state").GetString()!;
        var changed = System.Text.Json.JsonSerializer.SerializeToElement(new { state = state[..^2] + (state[^2] == 'A' ? "BA" : "AA") });
        await app.First.Http().AnswerAsync("passkeys/login", changed, device.Get(options.GetProperty("options")))
            .ShouldBeProblemAsync(400, "passkey.state_invalid");
    }

    // ASVS 7.5.1
    [Fact]
    public async Task A_passkey_shows_again_who_one_is_and_that_of_another_does_not()
    {
        using var device = new SoftwareAuthenticator();
        using var bobs = new SoftwareAuthenticator();
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        await ann.AddPasskeyAsync(device);
        await bob.AddPasskeyAsync(bobs);
        await app.ScalarAsync<object>("UPDATE sessions SET authenticated_at = now() - interval '1 hour' WHERE user_id = $1", ann.Id);
        await ann.Http.PostAsync("/api/identity/passkeys/options").ShouldBeProblemAsync(403, "reauthentication.required");

        await ann.ReauthenticateAsync(bobs).ShouldBeProblemAsync(401, "reauthentication.failed");
        bobs.UserHandle = device.UserHandle;
        await ann.ReauthenticateAsync(bobs).ShouldBeProblemAsync(401, "reauthentication.failed");
        await ann.Http.PostAsync("/api/identity/passkeys/options").ShouldBeProblemAsync(403, "reauthentication.required");

        await ann.ReauthenticateAsync(device).ShouldBeAsync(204);
        await ann.Http.PostAsync("/api/identity/passkeys/options").ShouldBeAsync(200);
    }

    // ASVS 6.5.x: nothing of the exchange before a log-in costs a row.
    [Fact]
    public async Task Asking_for_options_stores_nothing()
    {
        var before = await app.ScalarAsync<long>("SELECT count(*) FROM used_challenges");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.First.Http().OptionsAsync("passkeys/login/options")));
        // Other tests log in at the same time, but not this often.
        Assert.InRange(await app.ScalarAsync<long>("SELECT count(*) FROM used_challenges"), before, before + 19);
    }

    private static string Handle(Guid id) =>
        System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(id.ToString()));
}
