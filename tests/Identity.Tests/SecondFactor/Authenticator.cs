using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace OneVOne.Identity.Tests.SecondFactor;

/// <summary>An authenticator app: RFC 6238 written a second time, so that the service's is not checked by itself.</summary>
internal static class Authenticator
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <param name="secret">Base32.</param>
    /// <param name="time">Of the app's clock.</param>
    public static string CodeAt(string secret, DateTimeOffset time)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, time.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // What authenticator apps use.
        var hash = HMACSHA1.HashData(Decode(secret), counter);
#pragma warning restore CA5350
        var offset = hash[19] & 15;
        var number = ((hash[offset] & 127) << 24) | (hash[offset + 1] << 16) | (hash[offset + 2] << 8) | hash[offset + 3];
        return (number % 1_000_000).ToString(CultureInfo.InvariantCulture).PadLeft(6, '0');
    }

    private static byte[] Decode(string secret)
    {
        var bits = string.Concat(secret.Select(letter => Convert.ToString(Alphabet.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(octet => octet.Length == 8).Select(octet => Convert.ToByte(new string(octet), 2))];
    }
}
