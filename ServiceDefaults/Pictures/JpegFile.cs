using System.Buffers;
using System.Buffers.Binary;

namespace OneVOne.ServiceDefaults.Pictures;

/// <summary>JPEG (ITU-T T.81): segments behind markers, and the pixels in scans between them.</summary>
internal static class JpegFile
{
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    // Honest progressive files have some ten; each further one makes every reader draw the whole picture again.
    private const int MaxScans = 64;

    public static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    /// <summary>Tables, frame and scans, what tells the colours, and which side is up; no comment, EXIF, XMP or thumbnail.</summary>
    public static byte[] Clean(ReadOnlySpan<byte> file, int maxSide)
    {
        var rest = file[2..];
        var clean = new ArrayBufferWriter<byte>(file.Length);
        var (hasFrame, scans, orientation) = (false, 0, 1);
        while (true)
        {
            var marker = TakeMarker(ref rest);
            if (marker == EndOfImage)
            {
                return scans > 0 && rest.IsEmpty ? Close(clean, orientation) : throw PictureException.Broken();
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(Picture.Take(ref rest, 2));
            var data = Picture.Take(ref rest, length < 2 ? throw PictureException.Broken() : length - 2);
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2 when !hasFrame:
                    CheckFrame(data, maxSide);
                    hasFrame = true;
                    break;
                case 0xC4 or 0xDB or 0xDD:
                    break;
                case StartOfScan when hasFrame && ++scans <= MaxScans:
                    Write(clean, marker, data);
                    clean.Write(TakeScan(ref rest));
                    continue;
                case 0xE0 when data.StartsWith("JFIF\0"u8) && data is { Length: 14 } && data[12] == 0 && data[13] == 0:
                case 0xEE when data.StartsWith("Adobe"u8) && data.Length == 12:
                    break;
                case 0xE1:
                    orientation = JpegOrientation.Read(data) ?? orientation;
                    continue;
                case (>= 0xE0 and <= 0xEF) or 0xFE:
                    continue;
                default:
                    throw PictureException.Broken();
            }

            Write(clean, marker, data);
        }
    }

    private static byte TakeMarker(ref ReadOnlySpan<byte> rest)
    {
        var first = Picture.Take(ref rest, 1)[0];
        var marker = first;
        while (marker == 0xFF)
        {
            marker = Picture.Take(ref rest, 1)[0];
        }

        return first == 0xFF ? marker : throw PictureException.Broken();
    }

    private static void CheckFrame(ReadOnlySpan<byte> data, int maxSide)
    {
        if (data.Length < 6 || data[0] != 8 || data[5] is not (1 or 3 or 4) || data.Length != 6 + (3 * data[5]))
        {
            throw PictureException.Broken();
        }

        Picture.CheckSize(BinaryPrimitives.ReadUInt16BigEndian(data[3..]), BinaryPrimitives.ReadUInt16BigEndian(data[1..]), maxSide);
    }

    /// <summary>Up to the next marker that is neither a restart nor an escaped FF.</summary>
    private static ReadOnlySpan<byte> TakeScan(ref ReadOnlySpan<byte> rest)
    {
        for (var at = 0; ; at++)
        {
            var next = rest[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= rest.Length)
            {
                throw PictureException.Broken();
            }

            at += next;
            if (rest[at + 1] is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7)))
            {
                return Picture.Take(ref rest, at);
            }
        }
    }

    private static void Write(ArrayBufferWriter<byte> clean, byte marker, ReadOnlySpan<byte> data)
    {
        clean.Write<byte>([0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2)]);
        clean.Write(data);
    }

    private static byte[] Close(ArrayBufferWriter<byte> clean, int orientation) =>
        [0xFF, 0xD8, .. JpegOrientation.Write(orientation), .. clean.WrittenSpan, 0xFF, EndOfImage];
}
