using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace OneVOne.Browser.Tests;

/// <summary>The app on the phone: codes by time (RFC 6238) of a secret in base 32.</summary>
public sealed class Authenticator(string secret)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public string CodeNow() => CodeOf(StepNow);

    /// <summary>The one after the code of now, for a code is good once. It is accepted a little early, for clocks that are late.</summary>
    public string NextCode() => CodeOf(StepNow + 1);

    private static long StepNow => DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30;

    private string CodeOf(long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // What authenticator apps understand.
        var hash = HMACSHA1.HashData(Key(), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private byte[] Key()
    {
        var bits = string.Concat(secret.TrimEnd('=').Select(letter => Convert.ToString(Alphabet.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2))];
    }
}
