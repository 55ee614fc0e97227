using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace OneVOne.Identity.Tests.Avatars;

/// <summary>Pictures in the making, each right until a test changes a part.</summary>
internal static class Files
{
    public static byte[] Png(int width = 2, int height = 2, params byte[][] extra) =>
    [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
        .. Chunk("IHDR", [.. Big(width), .. Big(height), 8, 2, 0, 0, 0]),
        .. extra.SelectMany(chunk => chunk),
        .. Chunk("IDAT", Deflate(new byte[2 * (1 + (2 * 3))])),
        .. Chunk("IEND", []),
    ];

    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. Big(data.Length), .. body, .. Big((int)Crc(body))];
    }

    public static byte[] Jpeg(int width = 8, int height = 8, params byte[][] extra) =>
    [
        0xFF, 0xD8,
        .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
        .. extra.SelectMany(segment => segment),
        .. Segment(0xDB, new byte[65]),
        .. Segment(0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]),
        .. Segment(0xC4, new byte[20]),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]),
        0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56,
        0xFF, 0xD9,
    ];

    public static byte[] Segment(byte marker, byte[] data) =>
        [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    /// <summary>EXIF as a telephone writes it: which side is up, and where it was.</summary>
    public static byte[] Exif(int orientation) => Segment(0xE1,
    [
        .. "Exif\0\0II*\0"u8, 8, 0, 0, 0,
        2, 0,
        0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
        0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0,
        0, 0, 0, 0,
        .. "GPS 52.5200 N 13.4050 E"u8,
    ]);

    public static byte[] Webp(params byte[][] chunks)
    {
        byte[] body = [.. "WEBP"u8, .. chunks.SelectMany(chunk => chunk)];
        return [.. "RIFF"u8, .. Little(body.Length), .. body];
    }

    public static byte[] Lossless(int width = 2, int height = 2) =>
        Riff("VP8L", [0x2F, .. Little((width - 1) | ((height - 1) << 14)), 1, 2, 3]);

    public static byte[] Lossy(int width = 2, int height = 2) =>
        Riff("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 1, 2]);

    public static byte[] Canvas(byte flags, int width = 2, int height = 2) =>
        Riff("VP8X", [flags, 0, 0, 0, .. Little(width - 1)[..3], .. Little(height - 1)[..3]]);

    public static byte[] Riff(string type, byte[] data) =>
        [.. Encoding.ASCII.GetBytes(type), .. Little(data.Length), .. data, .. new byte[data.Length % 2]];

    private static byte[] Big(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Little(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Deflate(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal))
        {
            zlib.Write(bytes);
        }

        return output.ToArray();
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
            }
        }

        return ~crc;
    }
}
