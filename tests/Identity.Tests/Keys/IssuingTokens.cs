using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Keys;

/// <summary>
/// What Identity signs, and that what it did not sign does not open its own routes. The validator that all services share
/// has its attacks in ServiceDefaults.Tests; here it has Identity's own key ring behind it.
/// </summary>
public sealed class IssuingTokens(IdentityApp app)
{
    [Fact]
    public async Task A_token_says_what_the_protocol_promises_and_no_more()
    {
        var ann = await app.RegisterAsync();
        var (header, claims) = (AccessTokens.Header(ann.AccessToken), AccessTokens.Claims(ann.AccessToken));
        Assert.Equal(["alg", "kid", "typ"], Names(header));
        Assert.Equal(("ES256", "at+jwt"), (header.GetProperty("alg").GetString(), header.GetProperty("typ").GetString()));
        Assert.Equal(["aud", "email_verified", "exp", "iat", "iss", "jti", "name", "nbf", "role", "sid", "sub"], Names(claims));
        Assert.Equal(("onevone", "onevone"), (claims.GetProperty("iss").GetString(), claims.GetProperty("aud").GetString()));
        Assert.Equal((ann.Id, ann.Username), (claims.GetProperty("sub").GetGuid(), claims.GetProperty("name").GetString()));
        Assert.Equal(("user", false), (claims.GetProperty("role").GetString(), claims.GetProperty("email_verified").GetBoolean()));
        var issuedAt = claims.GetProperty("iat").GetInt64();
        Assert.Equal(issuedAt, claims.GetProperty("nbf").GetInt64());
        Assert.Equal(issuedAt + 900, claims.GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task Anyone_can_check_a_token_by_the_published_key()
    {
        var ann = await app.RegisterAsync();
        var key = await PublishedKeyAsync();
        Assert.Equal(key.GetProperty("kid").GetString(), AccessTokens.Header(ann.AccessToken).GetProperty("kid").GetString());
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q =
            {
                X = Base64Url.DecodeFromChars(key.GetProperty("x").GetString()),
                Y = Base64Url.DecodeFromChars(key.GetProperty("y").GetString()),
            },
        });
        var signed = ann.AccessToken[..ann.AccessToken.LastIndexOf('.')];
        Assert.True(ecdsa.VerifyData(
            Encoding.ASCII.GetBytes(signed),
            Base64Url.DecodeFromChars(ann.AccessToken.AsSpan(signed.Length + 1)),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Fact]
    public async Task A_token_that_another_key_signed_under_our_key_id_is_refused() =>
        await ForgeAsync(draft => _ = draft);

    [Fact]
    public async Task A_token_without_a_signature_is_refused() => await ForgeAsync(draft =>
    {
        draft.Header["alg"] = "none";
        draft.Sign = _ => [];
    });

    [Fact]
    public async Task An_hmac_with_the_published_key_as_its_secret_is_refused()
    {
        var key = await PublishedKeyAsync();
        await ForgeAsync(draft =>
        {
            draft.Header["alg"] = "HS256";
            draft.Sign = data => HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.ToString()), data);
        });
    }

    [Fact]
    public async Task A_token_that_brings_its_own_key_is_refused() => await ForgeAsync(draft =>
    {
        draft.Header["jku"] = "https://evil.example/jwks.json";
        draft.Header["jwk"] = new { kty = "EC", crv = "P-256", x = "AA", y = "AA" };
        draft.Header["kid"] = "theirs";
    });

    [Fact]
    public async Task A_token_with_the_claims_of_another_person_is_refused()
    {
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        var (anns, bobs) = (ann.AccessToken.Split('.'), bob.AccessToken.Split('.'));
        await app.First.Bearing($"{anns[0]}.{bobs[1]}.{anns[2]}").GetAsync("/api/identity/me")
            .ShouldBeProblemAsync(401, "auth.token_invalid");
    }

    [Fact]
    public async Task An_expired_token_says_so()
    {
        var hasty = app.StartReplica(("Identity:Sessions:AccessTokenLifetime", "00:00:00.001"), ("Authentication:ClockSkew", "00:00:00"));
        var ann = await IdentityApp.RegisterOnAsync(hasty);
        await ann.Http.GetAsync("/api/identity/me").ShouldBeProblemAsync(401, "auth.token_expired");
    }

    [Fact]
    public async Task A_token_of_an_account_that_is_gone_is_refused()
    {
        var ann = await app.RegisterAsync();
        await app.ScalarAsync<object>("DELETE FROM users WHERE id = $1", ann.Id);
        // ASVS 7.4.2: deleting an account ends its sessions, whoever deletes it.
        await Eventually.IsAsync("the token is refused", async () => (int)(await ann.Http.GetAsync("/api/identity/me")).StatusCode == 401);
        await Eventually.IsAsync("as its session has ended", async () =>
            (await ann.Http.GetAsync("/api/identity/me").ShouldBeAsync(401)).GetProperty("code").GetString() == "auth.session_ended");
    }

    private async Task ForgeAsync(Action<TokenDraft> change)
    {
        var ann = await app.RegisterAsync();
        using var theirs = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var draft = TokenDraft.For(
            ann.Id, ann.Username, AccessTokens.Header(ann.AccessToken).GetProperty("kid").GetString()!, theirs);
        change(draft);
        await app.First.Bearing(draft.Write()).GetAsync("/api/identity/me").ShouldBeProblemAsync(401, "auth.token_invalid");
    }

    private async Task<JsonElement> PublishedKeyAsync() =>
        (await app.First.Http().GetAsync("/.well-known/jwks.json").ShouldBeAsync(200)).GetProperty("keys")[0];

    private static IEnumerable<string> Names(JsonElement json) =>
        json.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal);
}
