using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Keys;

/// <summary>An ES256 key pair (RFC 7518 §3.4).</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly ECDsa key;
    private readonly Lock signing = new();

    private SigningKey(ECDsa key)
    {
        this.key = key;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        // The JWK thumbprint (RFC 7638): the members in this order, nothing else.
        var thumbprint = SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}"""));
        Id = Base64Url.EncodeToString(thumbprint);
        Published = new PublishedKey("EC", "P-256", "ES256", "sig", Id, x, y);
    }

    /// <summary>The <c>kid</c>.</summary>
    public string Id { get; }

    public PublishedKey Published { get; }

    public static SigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static SigningKey Import(ReadOnlySpan<byte> pkcs8)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return new SigningKey(key);
    }

    public byte[] Export() => key.ExportPkcs8PrivateKey();

    /// <summary>r and s, 32 bytes each.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        // .NET does not promise that one ECDsa may sign on several threads. A signature takes some 50 microseconds.
        lock (signing)
        {
            return key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    public void Dispose() => key.Dispose();
}
