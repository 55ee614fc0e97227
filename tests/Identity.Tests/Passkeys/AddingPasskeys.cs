using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Passkeys;

public sealed class AddingPasskeys(IdentityApp app)
{
    [Fact]
    public async Task The_options_ask_for_a_key_that_is_found_without_a_name_and_unlocked_by_its_owner()
    {
        var ann = await app.RegisterAsync();
        var options = (await ann.Http.OptionsAsync("passkeys/options")).GetProperty("options");
        Assert.Equal("localhost", options.GetProperty("rp").GetProperty("id").GetString());
        Assert.Equal(ann.Username, options.GetProperty("user").GetProperty("name").GetString());
        var selection = options.GetProperty("authenticatorSelection");
        Assert.Equal("required", selection.GetProperty("residentKey").GetString());
        Assert.Equal("required", selection.GetProperty("userVerification").GetString());
        Assert.Equal(0, options.GetProperty("excludeCredentials").GetArrayLength());
    }

    [Fact]
    public async Task A_passkey_is_listed_renamed_and_removed_by_its_owner_alone()
    {
        using var device = new SoftwareAuthenticator();
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        var added = await ann.AddPasskeyAsync(device, " my telephone ");
        var path = $"/api/identity/passkeys/{added.GetProperty("id").GetGuid()}";
        Assert.Equal(["my telephone"], await NamesAsync(ann));
        var options = (await ann.Http.OptionsAsync("passkeys/options")).GetProperty("options");
        Assert.Equal(1, options.GetProperty("excludeCredentials").GetArrayLength());

        await bob.Http.PatchAsync(path, Json("""{"name":"mine"}""")).ShouldBeProblemAsync(404, "passkey.not_found");
        await bob.Http.DeleteAsync(path).ShouldBeProblemAsync(404, "passkey.not_found");
        Assert.Empty(await NamesAsync(bob));
        await ann.Http.PatchAsync(path, Json("""{"name":"old telephone"}""")).ShouldBeAsync(200);
        Assert.Equal(["old telephone"], await NamesAsync(ann));
        await ann.Http.DeleteAsync(path).ShouldBeAsync(204);
        await ann.Http.DeleteAsync(path).ShouldBeProblemAsync(404, "passkey.not_found");
        Assert.Empty(await NamesAsync(ann));
        await app.First.LogInAsync(device).ShouldBeProblemAsync(401, "login.failed");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("two\nlines")]
    public async Task A_name_is_one_line(string name)
    {
        using var device = new SoftwareAuthenticator();
        var ann = await app.RegisterAsync();
        var options = await ann.Http.OptionsAsync("passkeys/options");
        await ann.Http.AnswerAsync("passkeys", options, device.Create(options.GetProperty("options")), name)
            .ShouldBeProblemAsync(400, "request.invalid");
    }

    // ASVS 6.3.7, 7.4.3
    [Fact]
    public async Task Adding_and_removing_end_the_other_sessions_and_tell_the_person()
    {
        using var device = new SoftwareAuthenticator();
        var ann = await app.RegisterAsync();
        var first = await ann.LogInAgainAsync();
        var added = await ann.AddPasskeyAsync(device);
        await app.First.RefreshAsync(first.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        var second = await ann.LogInAgainAsync();
        await ann.Http.DeleteAsync($"/api/identity/passkeys/{added.GetProperty("id").GetGuid()}").ShouldBeAsync(204);
        await app.First.RefreshAsync(second.RefreshToken).ShouldBeProblemAsync(401, "refresh.invalid");
        await app.First.RefreshAsync(ann.RefreshToken).ShouldBeAsync(200);
        // Beside the one that confirms the address.
        Assert.Equal(3, (await app.Mail.ReadAsync(ann.Email, 3)).Count);
        Assert.Equal(2L, await app.ScalarAsync<long>(
            "SELECT count(*) FROM audit_events WHERE user_id = $1 AND type IN ('passkey.added', 'passkey.removed')", ann.Id));
    }

    [Fact]
    public async Task One_answer_adds_one_passkey_on_whichever_replica()
    {
        using var device = new SoftwareAuthenticator();
        var ann = await app.RegisterAsync();
        var options = await ann.Http.OptionsAsync("passkeys/options");
        var credential = device.Create(options.GetProperty("options"));
        var calls = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            app.Replicas[i % 2].Bearing(ann.AccessToken).AnswerAsync("passkeys", options, credential, "telephone")));
        Assert.Single(calls, call => (int)call.StatusCode == 201);
        Assert.Single(await NamesAsync(ann));
        Assert.All(calls.Where(call => (int)call.StatusCode != 201), call => Assert.Equal(400, (int)call.StatusCode));
    }

    [Fact]
    public async Task A_credential_belongs_to_one_account()
    {
        using var device = new SoftwareAuthenticator();
        using var same = new SoftwareAuthenticator { CredentialId = device.CredentialId };
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        await ann.AddPasskeyAsync(device);
        var options = await bob.Http.OptionsAsync("passkeys/options");
        await bob.Http.AnswerAsync("passkeys", options, same.Create(options.GetProperty("options")), "mine")
            .ShouldBeProblemAsync(400, "passkey.invalid");
        Assert.Empty(await NamesAsync(bob));
    }

    [Fact]
    public async Task Twenty_are_enough_also_when_the_last_come_at_once()
    {
        var ann = await app.RegisterAsync();
        await app.ScalarAsync<object>(
            """
            INSERT INTO passkeys (id, user_id, credential_id, public_key, name, sign_count, transports, is_backup_eligible, is_backed_up)
            SELECT gen_random_uuid(), $1, uuid_send(gen_random_uuid()), '', 'key', 0, '{}', false, false FROM generate_series(1, 18)
            """, ann.Id);
        var ceremonies = new List<Func<Task<HttpResponseMessage>>>();
        for (var i = 0; i < 6; i++)
        {
            using var device = new SoftwareAuthenticator();
            var options = await ann.Http.OptionsAsync("passkeys/options");
            var credential = device.Create(options.GetProperty("options"));
            var replica = app.Replicas[i % 2];
            ceremonies.Add(() => replica.Bearing(ann.AccessToken).AnswerAsync("passkeys", options, credential, "telephone"));
        }

        var calls = await Task.WhenAll(ceremonies.Select(ceremony => ceremony()));
        Assert.Equal(2, calls.Count(call => (int)call.StatusCode == 201));
        foreach (var refused in calls.Where(call => (int)call.StatusCode != 201))
        {
            await refused.ShouldBeProblemAsync(409, "passkey.too_many");
        }
    }

    // Each must be refused: what the specification makes a server look at (WebAuthn Level 3 §7.1).
    [Theory]
    [InlineData("origin")]
    [InlineData("cross-origin")]
    [InlineData("relying party")]
    [InlineData("unverified")]
    [InlineData("absent")]
    [InlineData("challenge")]
    public async Task A_wrong_answer_adds_nothing(string wrong)
    {
        using var device = Device(wrong);
        var ann = await app.RegisterAsync();
        var options = await ann.Http.OptionsAsync("passkeys/options");
        var asked = wrong == "challenge" ? await ann.Http.OptionsAsync("passkeys/options") : options;
        await ann.Http.AnswerAsync("passkeys", options, device.Create(asked.GetProperty("options")), "telephone")
            .ShouldBeProblemAsync(400, "passkey.invalid");
        Assert.Empty(await NamesAsync(ann));
    }

    [Fact]
    public async Task The_state_of_another_person_session_or_purpose_is_none()
    {
        using var device = new SoftwareAuthenticator();
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        var again = await ann.LogInAgainAsync();
        var options = await ann.Http.OptionsAsync("passkeys/options");
        var credential = device.Create(options.GetProperty("options"));
        await bob.Http.AnswerAsync("passkeys", options, credential, "x").ShouldBeProblemAsync(400, "passkey.state_invalid");
        await again.Http.AnswerAsync("passkeys", options, credential, "x").ShouldBeProblemAsync(400, "passkey.state_invalid");
        await ann.Http.AnswerAsync("reauthenticate/passkey", options, credential).ShouldBeProblemAsync(400, "passkey.state_invalid");
        await ann.Http.AnswerAsync("passkeys/login", options, credential).ShouldBeProblemAsync(400, "passkey.state_invalid");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"AA","rawId":"AA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"e30","attestationObject":"oA"}}""")]
    public async Task Nonsense_is_no_credential(string credential)
    {
        var ann = await app.RegisterAsync();
        var state = (await ann.Http.OptionsAsync("passkeys/options")).GetProperty("state").GetString();
        await ann.Http.PostTextAsync(
            "/api/identity/passkeys", $$"""{"credential":{{credential}},"state":"{{state}}","name":"x"}""")
            .ShouldBeProblemAsync(400, "passkey.invalid");
        await ann.Http.PostTextAsync(
            "/api/identity/passkeys", $$"""{"credential":{{credential}},"state":"nonsense","name":"x"}""")
            .ShouldBeProblemAsync(400, "passkey.state_invalid");
    }

    internal static SoftwareAuthenticator Device(string wrong) => wrong switch
    {
        "origin" => new() { Origin = "http://localhost.example:8080" },
        "cross-origin" => new() { IsCrossOrigin = true },
        "relying party" => new() { RelyingPartyId = "example.org" },
        "unverified" => new() { IsUserVerified = false },
        "absent" => new() { IsUserPresent = false },
        _ => new(),
    };

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private static async Task<string[]> NamesAsync(Account who) =>
        [.. (await who.Http.GetAsync("/api/identity/passkeys").ShouldBeAsync(200)).GetProperty("items").EnumerateArray()
            .Select(passkey => passkey.GetProperty("name").GetString()!)];
}
