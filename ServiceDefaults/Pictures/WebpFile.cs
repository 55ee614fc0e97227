using System.Buffers;
using System.Buffers.Binary;

namespace OneVOne.ServiceDefaults.Pictures;

/// <summary>WebP (RFC 9649): chunks in a RIFF file, of which one holds the pixels.</summary>
internal static class WebpFile
{
    private const int HeaderSize = 12;
    private const byte AnimationFlag = 0x02;
    private const byte AlphaFlag = 0x10;

    public static bool IsOne(ReadOnlySpan<byte> file) =>
        file.Length >= HeaderSize && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8);

    /// <summary>The pixels and their transparency; no EXIF, XMP, colour profile or chunk of others.</summary>
    public static byte[] Clean(ReadOnlySpan<byte> file, int maxSide)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) != file.Length - 8)
        {
            throw PictureException.Broken();
        }

        var rest = file[HeaderSize..];
        ReadOnlySpan<byte> alpha = default, lossy = default, lossless = default, canvas = default;
        while (!rest.IsEmpty)
        {
            var type = Picture.Take(ref rest, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(Picture.Take(ref rest, 4));
            var data = Picture.Take(ref rest, length);
            Picture.Take(ref rest, length % 2);
            if (type.SequenceEqual("ANIM"u8) || type.SequenceEqual("ANMF"u8))
            {
                throw PictureException.Animated();
            }

            Note(ref canvas, type.SequenceEqual("VP8X"u8), data);
            Note(ref alpha, type.SequenceEqual("ALPH"u8), data);
            Note(ref lossy, type.SequenceEqual("VP8 "u8), data);
            Note(ref lossless, type.SequenceEqual("VP8L"u8), data);
        }

        if (lossy.IsEmpty == lossless.IsEmpty)
        {
            throw PictureException.Broken();
        }

        var size = lossless.IsEmpty ? SizeOfLossy(lossy) : SizeOfLossless(lossless);
        Picture.CheckSize(size.Width, size.Height, maxSide);
        CheckCanvas(canvas, size);
        return alpha.IsEmpty || lossy.IsEmpty
            ? Write(lossless.IsEmpty ? "VP8 "u8 : "VP8L"u8, lossless.IsEmpty ? lossy : lossless)
            : Write("VP8X"u8, Canvas(size), "ALPH"u8, alpha, "VP8 "u8, lossy);
    }

    private static void Note(ref ReadOnlySpan<byte> place, bool isIt, ReadOnlySpan<byte> data)
    {
        if (isIt)
        {
            place = place.IsEmpty && !data.IsEmpty ? data : throw PictureException.Broken();
        }
    }

    private static (int Width, int Height) SizeOfLossy(ReadOnlySpan<byte> data) =>
        data.Length > 10 && (data[0] & 1) == 0 && data[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? (BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF)
            : throw PictureException.Broken();

    private static (int Width, int Height) SizeOfLossless(ReadOnlySpan<byte> data)
    {
        if (data.Length <= 5 || data[0] != 0x2F)
        {
            throw PictureException.Broken();
        }

        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        return bits >> 29 == 0
            ? ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1)
            : throw PictureException.Broken();
    }

    private static void CheckCanvas(ReadOnlySpan<byte> canvas, (int Width, int Height) size)
    {
        if (canvas.IsEmpty)
        {
            return;
        }

        if (canvas.Length == 10 && (canvas[0] & AnimationFlag) != 0)
        {
            throw PictureException.Animated();
        }

        if (canvas.Length != 10 || !canvas[4..].SequenceEqual(Canvas(size).AsSpan(4)))
        {
            throw PictureException.Broken();
        }
    }

    private static byte[] Canvas((int Width, int Height) size)
    {
        var (width, height) = (size.Width - 1, size.Height - 1);
        return
        [
            AlphaFlag, 0, 0, 0,
            (byte)width, (byte)(width >> 8), (byte)(width >> 16), (byte)height, (byte)(height >> 8), (byte)(height >> 16),
        ];
    }

    private static byte[] Write(
        ReadOnlySpan<byte> type,
        ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> secondType = default,
        ReadOnlySpan<byte> second = default,
        ReadOnlySpan<byte> thirdType = default,
        ReadOnlySpan<byte> third = default)
    {
        var clean = new ArrayBufferWriter<byte>();
        clean.Write("RIFF\0\0\0\0WEBP"u8);
        WriteChunk(clean, type, data);
        WriteChunk(clean, secondType, second);
        WriteChunk(clean, thirdType, third);
        var file = clean.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }

    private static void WriteChunk(ArrayBufferWriter<byte> clean, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (type.IsEmpty)
        {
            return;
        }

        clean.Write(type);
        BinaryPrimitives.WriteInt32LittleEndian(clean.GetSpan(4), data.Length);
        clean.Advance(4);
        clean.Write(data);
        clean.Write("\0"u8[..(data.Length % 2)]);
    }
}
