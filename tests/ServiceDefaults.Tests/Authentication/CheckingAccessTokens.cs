using System.Security.Cryptography;
using System.Text;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Authentication;

/// <summary>RFC 8725 (JWT best current practice) and OWASP ASVS 5.0 chapter 9, through the HTTP door.</summary>
public sealed class CheckingAccessTokens(Replicas replicas)
{
    [Fact]
    public async Task A_right_token_is_its_person()
    {
        var ann = replicas.Identity.CreateUser("ann");
        var me = await replicas.First.Http(ann.Token).GetAsync("/me").ShouldBeAsync(200);
        Assert.Equal(ann.Id, me.GetProperty("id").GetGuid());
        Assert.Equal(ann.Username, me.GetProperty("username").GetString());
    }

    [Fact]
    public async Task Without_a_token_the_answer_asks_for_one() =>
        await replicas.First.Http(null).GetAsync("/me").ShouldBeProblemAsync(401, "auth.token_missing");

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("e30.e30.")]
    [InlineData("!!!.???.***")]
    public async Task What_is_no_token_is_refused(string text) =>
        await replicas.First.Http(text).GetAsync("/me").ShouldBeProblemAsync(401, "auth.token_invalid");

    [Fact]
    public async Task A_huge_token_is_refused() =>
        await replicas.First.Http(new string('a', 6000) + ".b.c").GetAsync("/me").ShouldBeProblemAsync(401, "auth.token_invalid");

    [Theory]
    [InlineData("alg", "none")]
    [InlineData("alg", "HS256")]
    [InlineData("alg", "ES384")]
    [InlineData("alg", "es256")]
    [InlineData("alg", null)]
    [InlineData("typ", "JWT")]
    [InlineData("kid", "unknown")]
    [InlineData("kid", "../../etc/passwd")]
    [InlineData("kid", null)]
    [InlineData("kid", "' OR 1=1 --")]
    [InlineData("typ", "refresh+jwt")]
    [InlineData("typ", null)]
    [InlineData("crit", "exp")]
    public Task A_header_that_is_not_ours_is_refused(string name, string? value) => RefusedAsync(draft => draft.Header[name] = value);

    [Theory]
    [InlineData("iss", "https://evil.example")]
    [InlineData("iss", null)]
    [InlineData("aud", "another")]
    [InlineData("aud", null)]
    [InlineData("sub", "not-a-guid")]
    [InlineData("sub", null)]
    [InlineData("sid", null)]
    [InlineData("role", "root")]
    [InlineData("role", "Admin")]
    [InlineData("role", 2)]
    [InlineData("nbf", long.MaxValue)]
    [InlineData("name", "")]
    [InlineData("exp", null)]
    [InlineData("exp", "tomorrow")]
    [InlineData("exp", long.MaxValue)]
    [InlineData("exp", -1L)]
    public Task A_claim_that_is_not_ours_is_refused(string name, object? value) => RefusedAsync(draft => draft.Claims[name] = value);

    [Fact]
    public Task A_token_of_the_future_is_refused() =>
        RefusedAsync(draft => draft.Claims["nbf"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds());

    [Fact]
    public Task An_expired_token_says_so() =>
        RefusedAsync(draft => draft.Claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds(), "auth.token_expired");

    [Fact]
    public async Task A_token_of_another_key_under_our_key_id_is_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var forged = TokenDraft.For(Guid.NewGuid(), "ann", replicas.Identity.KeyId, other);
        await replicas.First.Http(forged.Write()).GetAsync("/me").ShouldBeProblemAsync(401, "auth.token_invalid");
    }

    /// <summary>ASVS 9.1.2: the public key is no secret, in whichever form it is published, and neither is its name.</summary>
    [Fact]
    public async Task An_hmac_with_the_public_key_as_secret_is_refused()
    {
        using var http = new HttpClient { BaseAddress = replicas.Identity.Address };
        var set = await http.GetStringAsync(new Uri(".well-known/jwks.json", UriKind.Relative), TestContext.Current.CancellationToken);
        var key = System.Text.Json.JsonDocument.Parse(set).RootElement.GetProperty("keys")[0];
        foreach (var secret in new[] { set, key.ToString(), key.GetProperty("x").GetString()!, replicas.Identity.KeyId })
        {
            foreach (var algorithm in new[] { "HS256", "ES256" })
            {
                await RefusedAsync(draft =>
                {
                    draft.Header["alg"] = algorithm;
                    draft.Sign = data => HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), data);
                });
            }
        }
    }

    /// <summary>ASVS 9.1.3: a token does not say which key it is to be checked with, but for a name that we know.</summary>
    [Theory]
    [InlineData("jwk")]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    public async Task A_token_that_brings_its_own_key_is_refused(string header)
    {
        using var theirs = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var evil = await TestIdentity.StartAsync();
        var point = theirs.ExportParameters(includePrivateParameters: false).Q;
        foreach (var keyId in new[] { replicas.Identity.KeyId, evil.KeyId, "theirs" })
        {
            var draft = TokenDraft.For(Guid.NewGuid(), "ann", keyId, theirs);
            draft.Header[header] = header switch
            {
                "jwk" => new
                {
                    kty = "EC",
                    crv = "P-256",
                    kid = keyId,
                    x = System.Buffers.Text.Base64Url.EncodeToString(point.X),
                    y = System.Buffers.Text.Base64Url.EncodeToString(point.Y),
                },
                "x5c" => Roles,
                _ => new Uri(evil.Address, ".well-known/jwks.json").ToString(),
            };
            await replicas.First.Http(draft.Write()).GetAsync("/me").ShouldBeProblemAsync(401, "auth.token_invalid");
        }

        Assert.Equal(0, evil.KeyRequests);
    }

    /// <summary>ASVS 9.2.1: who one is stands in <c>sub</c> alone; the names that other systems read say nothing here.</summary>
    [Fact]
    public async Task Another_person_in_other_claims_is_not_believed()
    {
        var (ann, eve) = (replicas.Identity.CreateUser("ann"), Guid.NewGuid());
        var draft = replicas.Identity.Draft(eve, "eve");
        foreach (var claim in ClaimsOfOthers)
        {
            draft.Claims[claim] = ann.Id;
        }

        draft.Claims["roles"] = Roles;
        draft.Claims["Role"] = "admin";
        var me = await replicas.First.Http(draft.Write()).GetAsync("/me").ShouldBeAsync(200);
        Assert.Equal(eve, me.GetProperty("id").GetGuid());
        Assert.Equal("user", me.GetProperty("role").GetString());
    }

    /// <summary>ASVS 9.2.4: a list of audiences that has ours among others was not made for us.</summary>
    [Fact]
    public Task A_token_for_several_audiences_is_refused() =>
        RefusedAsync(draft => draft.Claims["aud"] = Audiences);

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0}=")]
    [InlineData("{0}.")]
    [InlineData("{0}AA")]
    [InlineData(" {0}x")]
    public async Task A_signature_that_was_touched_is_refused(string form)
    {
        var parts = replicas.Identity.CreateUser().Token.Split('.');
        var touched = (parts[2][0] == 'A' ? 'B' : 'A') + parts[2][1..];
        await replicas.First.Http($"{parts[0]}.{parts[1]}.{string.Format(System.Globalization.CultureInfo.InvariantCulture, form, touched)}")
            .GetAsync("/me").ShouldBeProblemAsync(401, "auth.token_invalid");
        await replicas.First.Http($"{parts[0]}.{parts[1]}.").GetAsync("/me").ShouldBeProblemAsync(401, "auth.token_invalid");
        await replicas.First.Http($"{parts[0]}.{parts[1]}").GetAsync("/me").ShouldBeProblemAsync(401, "auth.token_invalid");
    }

    /// <summary>A token in an address is for sockets, which cannot send a header: addresses are logged and shared.</summary>
    [Fact]
    public async Task A_token_in_the_address_opens_no_route() =>
        await replicas.First.Http(null).GetAsync($"/me?access_token={replicas.Identity.CreateUser().Token}")
            .ShouldBeProblemAsync(401, "auth.token_missing");

    [Fact]
    public Task An_empty_signature_is_refused() => RefusedAsync(draft => draft.Sign = _ => []);

    /// <summary>CVE-2022-21449, the "psychic signature": r = s = 0 verified for any message in some libraries.</summary>
    [Fact]
    public Task A_signature_of_zeros_is_refused() => RefusedAsync(draft => draft.Sign = _ => new byte[64]);

    [Fact]
    public Task A_der_signature_is_refused() => RefusedAsync(draft =>
    {
        var sign = draft.Sign;
        draft.Sign = data => [0x30, 0x44, .. sign(data)];
    });

    [Fact]
    public async Task A_changed_payload_is_refused()
    {
        var parts = replicas.Identity.CreateUser().Token.Split('.');
        var other = replicas.Identity.CreateUser().Token.Split('.');
        await replicas.First.Http($"{parts[0]}.{other[1]}.{parts[2]}").GetAsync("/me")
            .ShouldBeProblemAsync(401, "auth.token_invalid");
    }

    [Fact]
    public async Task A_flood_of_unknown_key_ids_asks_for_the_keys_once()
    {
        await using var identity = await TestIdentity.StartAsync();
        var settings = replicas.Settings.Copy().With("services:identity:http:0", identity.Address.ToString());
        await using var app = await SampleApp.StartAsync(settings);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
        {
            var draft = identity.Draft(Guid.NewGuid(), "ann");
            draft.Header["kid"] = $"unknown{i}";
            return app.Http(draft.Write()).GetAsync("/me").ShouldBeProblemAsync(401, "auth.token_invalid");
        }));
        Assert.Equal(1, identity.KeyRequests);
    }

    [Fact]
    public async Task Known_keys_keep_serving_while_identity_is_away()
    {
        var identity = await TestIdentity.StartAsync();
        var settings = replicas.Settings.Copy()
            .With("services:identity:http:0", identity.Address.ToString())
            .With("Authentication:KeysLifetime", "00:00:00");
        await using var app = await SampleApp.StartAsync(settings);
        var ann = identity.CreateUser("ann");
        await app.Http(ann.Token).GetAsync("/me").ShouldBeAsync(200);
        await identity.DisposeAsync();
        await app.Http(ann.Token).GetAsync("/me").ShouldBeAsync(200);
    }

    [Fact]
    public async Task A_hub_refuses_a_wrong_token() =>
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(
            () => HubClient.ConnectAsync(replicas.First.Address, "/hubs/sample", "a.b.c"));

    [Fact]
    public async Task A_hub_connection_ends_with_its_token()
    {
        var draft = replicas.Identity.Draft(Guid.NewGuid(), "ann");
        draft.Claims["exp"] = DateTimeOffset.UtcNow.AddSeconds(2).ToUnixTimeSeconds();
        await using var hub = await HubClient.ConnectAsync(replicas.First.Address, "/hubs/sample", draft.Write());
        await hub.Closed.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private static readonly string[] ClaimsOfOthers = ["userId", "user_id", "uid", "nameid", "id", "preferred_username", "Sub", "SUB"];

    private static readonly string[] Roles = ["admin"];

    private static readonly string[] Audiences = ["onevone", "another"];

    private async Task RefusedAsync(Action<TokenDraft> change, string code = "auth.token_invalid")
    {
        var draft = replicas.Identity.Draft(Guid.NewGuid(), "ann");
        change(draft);
        await replicas.First.Http(draft.Write()).GetAsync("/me").ShouldBeProblemAsync(401, code);
    }
}
