using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Keys;

public sealed class PublishingKeys(IdentityApp app)
{
    private const string Path = "/.well-known/jwks.json";

    [Fact]
    public async Task Replicas_that_started_together_publish_one_key_and_so_does_a_later_one()
    {
        var first = await app.First.Http().GetAsync(Path).ShouldBeAsync(200);
        Assert.Equal(1, first.GetProperty("keys").GetArrayLength());
        Assert.Equal(first.ToString(), (await app.Second.Http().GetAsync(Path).ShouldBeAsync(200)).ToString());
        Assert.Equal(first.ToString(), (await app.StartReplica().Http().GetAsync(Path).ShouldBeAsync(200)).ToString());
    }

    [Fact]
    public async Task The_key_is_public_cacheable_and_named_by_its_thumbprint()
    {
        var response = await app.First.Http().GetAsync(Path);
        var key = (await response.ShouldBeAsync(200)).GetProperty("keys")[0];
        Assert.Equal("public, max-age=300", response.Headers.CacheControl?.ToString());
        Assert.Equal(
            ["alg", "crv", "kid", "kty", "use", "x", "y"], key.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            ("EC", "P-256", "ES256", "sig"),
            (Text(key, "kty"), Text(key, "crv"), Text(key, "alg"), Text(key, "use")));
        // RFC 7638 §3
        var thumbprint = SHA256.HashData(Encoding.UTF8.GetBytes(
            $$"""{"crv":"P-256","kty":"EC","x":"{{Text(key, "x")}}","y":"{{Text(key, "y")}}"}"""));
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(thumbprint), Text(key, "kid"));
    }

    [Fact]
    public async Task A_token_of_one_replica_opens_the_other()
    {
        var ann = await IdentityApp.RegisterOnAsync(app.Second);
        await app.First.Bearing(ann.AccessToken).GetAsync("/api/identity/me").ShouldBeAsync(200);
    }

    [Fact]
    public async Task The_private_key_cannot_be_read_from_the_database()
    {
        var stored = await app.ScalarAsync<byte[]>("SELECT protected_key FROM signing_keys");
        Assert.NotNull(stored);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var plain = key.ExportPkcs8PrivateKey();
        // Every key in this form begins with the same 30 bytes or so of structure.
        Assert.Equal(-1, stored.AsSpan().IndexOf(plain.AsSpan(0, 20)));
    }

    [Fact]
    public async Task Without_a_secret_Identity_does_not_start_and_says_what_to_set()
    {
        var settings = (await IdentityApp.CreateSettingsAsync()).With("Identity:KeyProtectionSecret", "");
        var refusal = Assert.Throws<OptionsValidationException>(() => ServiceHost.Start<Program>(settings));
        Assert.Contains("Identity__KeyProtectionSecret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Under_another_secret_Identity_does_not_start_and_says_why()
    {
        var refusal = Assert.Throws<InvalidOperationException>(
            () => app.StartReplica(("Identity:KeyProtectionSecret", "another secret of the tests")));
        Assert.Contains("Identity__KeyProtectionSecret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_key_under_the_name_of_another_is_not_taken()
    {
        var settings = await IdentityApp.CreateSettingsAsync();
        await using (ServiceHost.Start<Program>(settings))
        {
        }

        await using var source = NpgsqlDataSource.Create(settings["ConnectionStrings:identity-db"]);
        await using var rename = source.CreateCommand("UPDATE signing_keys SET id = 'another'");
        await rename.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Assert.Throws<InvalidOperationException>(() => ServiceHost.Start<Program>(settings));
    }

    private static string Text(JsonElement key, string name) => key.GetProperty(name).GetString()!;
}
