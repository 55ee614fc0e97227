using System.Buffers;
using System.Buffers.Binary;

namespace OneVOne.ServiceDefaults.Pictures;

/// <summary>PNG (W3C PNG, third edition): a signature and a row of chunks with checksums.</summary>
internal static class PngFile
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Header, palette, transparency, colour space in numbers, and the pixels; no text, time, EXIF or profile.</summary>
    public static byte[] Clean(ReadOnlySpan<byte> file, int maxSide)
    {
        var rest = file[Signature.Length..];
        var clean = new ArrayBufferWriter<byte>(file.Length);
        clean.Write(Signature);
        for (var (place, pixels) = (0, Pixels.Before); ; place++)
        {
            var whole = rest;
            var length = BinaryPrimitives.ReadUInt32BigEndian(Picture.Take(ref rest, 4));
            var type = Picture.Take(ref rest, 4);
            var data = Picture.Take(ref rest, length);
            if (BinaryPrimitives.ReadUInt32BigEndian(Picture.Take(ref rest, 4)) != Crc(whole.Slice(4, 4 + data.Length))
                || type.SequenceEqual("IHDR"u8) != (place == 0))
            {
                throw PictureException.Broken();
            }

            pixels = Next(pixels, isPixels: type.SequenceEqual("IDAT"u8));
            if (IsNeeded(type, data, maxSide))
            {
                clean.Write(whole[..(12 + data.Length)]);
            }

            if (type.SequenceEqual("IEND"u8))
            {
                return pixels == Pixels.Behind && rest.IsEmpty ? clean.WrittenSpan.ToArray() : throw PictureException.Broken();
            }
        }
    }

    private static bool IsNeeded(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, int maxSide)
    {
        if (type.SequenceEqual("IHDR"u8))
        {
            CheckHeader(data, maxSide);
            return true;
        }

        if (type.SequenceEqual("acTL"u8) || type.SequenceEqual("fcTL"u8) || type.SequenceEqual("fdAT"u8))
        {
            throw PictureException.Animated();
        }

        // Those with a bound of their own keep it, so that nothing hides in them.
        return type.SequenceEqual("IDAT"u8)
            || Is(type, "IEND"u8, data.Length == 0)
            || Is(type, "PLTE"u8, data.Length is > 0 and <= 768)
            || Is(type, "tRNS"u8, data.Length is > 0 and <= 256)
            || Is(type, "gAMA"u8, data.Length == 4)
            || Is(type, "cHRM"u8, data.Length == 32)
            || Is(type, "sRGB"u8, data.Length == 1)
            // An upper-case letter first: no reader may leave such a chunk out, and we do not know it.
            || (char.IsAsciiLetterUpper((char)type[0]) ? throw PictureException.Broken() : false);
    }

    private static bool Is(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name, bool fits) =>
        type.SequenceEqual(name) && (fits ? true : throw PictureException.Broken());

    private static void CheckHeader(ReadOnlySpan<byte> data, int maxSide)
    {
        if (data.Length != 13 || data[10] != 0 || data[11] != 0 || data[12] > 1 || data[8] > 16 || data[9] > 6)
        {
            throw PictureException.Broken();
        }

        Picture.CheckSize(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]), maxSide);
    }

    /// <summary>The pixels are one run of chunks.</summary>
    private static Pixels Next(Pixels now, bool isPixels) => (now, isPixels) switch
    {
        (Pixels.Before, false) => Pixels.Before,
        (Pixels.Before or Pixels.Within, true) => Pixels.Within,
        (Pixels.Within or Pixels.Behind, false) => Pixels.Behind,
        _ => throw PictureException.Broken(),
    };

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc = CrcTable[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint CrcOf(int n)
    {
        var crc = (uint)n;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
        }

        return crc;
    }

    private enum Pixels
    {
        Before,
        Within,
        Behind,
    }
}
