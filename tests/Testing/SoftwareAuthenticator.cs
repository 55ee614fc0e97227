using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneVOne.Testing;

/// <summary>
/// A device and browser in one that makes one passkey and answers with it, as WebAuthn Level 3 JSON: ES256, attestation
/// "none". What it sends can be made wrong in each way that a server must notice.
/// </summary>
public sealed class SoftwareAuthenticator : IDisposable
{
    [Flags]
    private enum Flags : byte
    {
        UserPresent = 0x01,
        UserVerified = 0x04,
        BackupEligible = 0x08,
        BackedUp = 0x10,
        AttestedCredential = 0x40,
    }

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] CredentialId { get; set; } = RandomNumberGenerator.GetBytes(32);

    public string Origin { get; set; } = "http://localhost:8080";

    public string? RelyingPartyId { get; set; }

    public bool IsUserPresent { get; set; } = true;

    public bool IsUserVerified { get; set; } = true;

    public bool IsBackupEligible { get; set; } = true;

    public bool IsCrossOrigin { get; set; }

    /// <summary>Counts each use; null for a device that does not count.</summary>
    public uint? Counter { get; set; } = 0;

    /// <summary>Of the account, as the options said when the passkey was made.</summary>
    public string? UserHandle { get; set; }

    /// <summary>Changes the signature before it is sent.</summary>
    public Func<byte[], byte[]> Sign { get; set; } = signature => signature;

    /// <summary>The answer to <c>navigator.credentials.create</c>.</summary>
    public JsonObject Create(JsonElement options)
    {
        UserHandle = options.GetProperty("user").GetProperty("id").GetString();
        var client = ClientData("webauthn.create", options);
        var data = AuthenticatorData(RelyingPartyId ?? options.GetProperty("rp").GetProperty("id").GetString()!, withCredential: true);
        var attestation = new CborWriter();
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString(data);
        attestation.WriteEndMap();
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Encode(client),
            ["attestationObject"] = Encode(attestation.Encode()),
            ["transports"] = new JsonArray("internal", "hybrid"),
        });
    }

    /// <summary>The answer to <c>navigator.credentials.get</c>.</summary>
    public JsonObject Get(JsonElement options)
    {
        Counter = Counter is { } counter ? counter + 1 : null;
        var client = ClientData("webauthn.get", options);
        var data = AuthenticatorData(RelyingPartyId ?? options.GetProperty("rpId").GetString()!, withCredential: false);
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Encode(client),
            ["authenticatorData"] = Encode(data),
            ["signature"] = Encode(Sign(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))),
            ["userHandle"] = UserHandle,
        });
    }

    public void Dispose() => key.Dispose();

    private JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = Encode(CredentialId),
        ["rawId"] = Encode(CredentialId),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };

    private byte[] ClientData(string type, JsonElement options) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type,
        challenge = options.GetProperty("challenge").GetString(),
        origin = Origin,
        crossOrigin = IsCrossOrigin,
    });

    private byte[] AuthenticatorData(string relyingPartyId, bool withCredential)
    {
        var flags = (IsUserPresent ? Flags.UserPresent : 0) | (IsUserVerified ? Flags.UserVerified : 0)
            | (IsBackupEligible ? Flags.BackupEligible | Flags.BackedUp : 0) | (withCredential ? Flags.AttestedCredential : 0);
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Counter ?? 0);
        byte[] head = [.. SHA256.HashData(Encoding.UTF8.GetBytes(relyingPartyId)), (byte)flags, .. count];
        if (!withCredential)
        {
            return head;
        }

        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)CredentialId.Length);
        return [.. head, .. new byte[16], .. length, .. CredentialId, .. PublicKey()];
    }

    /// <summary>COSE: EC2, ES256, P-256.</summary>
    private byte[] PublicKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        foreach (var (label, value) in new[] { (1, 2), (3, -7), (-1, 1) })
        {
            cose.WriteInt32(label);
            cose.WriteInt32(value);
        }

        cose.WriteInt32(-2);
        cose.WriteByteString(point.X!);
        cose.WriteInt32(-3);
        cose.WriteByteString(point.Y!);
        cose.WriteEndMap();
        return cose.Encode();
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
