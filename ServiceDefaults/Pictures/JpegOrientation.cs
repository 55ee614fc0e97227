using System.Buffers.Binary;

namespace OneVOne.ServiceDefaults.Pictures;

/// <summary>
/// Which side of a JPEG is up: the one fact of EXIF (CIPA DC-008) without which telephones' pictures lie on their side.
/// It is read out of the block and written anew, alone.
/// </summary>
internal static class JpegOrientation
{
    private const ushort Tag = 0x0112;
    private const int EntrySize = 12;

    public static int? Read(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith("Exif\0\0"u8) || segment.Length < 14)
        {
            return null;
        }

        var tiff = segment[6..];
        var isLittle = tiff[0] == 'I';
        var offset = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (offset > tiff.Length - 2)
        {
            return null;
        }

        var entries = tiff[((int)offset + 2)..];
        for (var count = Read16(tiff[(int)offset..], isLittle); count > 0 && entries.Length >= EntrySize; count--)
        {
            if (Read16(entries, isLittle) == Tag)
            {
                return Read16(entries[8..], isLittle) is >= 1 and <= 8 and var orientation ? orientation : null;
            }

            entries = entries[EntrySize..];
        }

        return null;
    }

    /// <summary>Nothing for what is upright already.</summary>
    public static byte[] Write(int orientation) => orientation == 1 ? [] :
    [
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM"u8, 0, 42, 0, 0, 0, 8,
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
    ];

    private static ushort Read16(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
