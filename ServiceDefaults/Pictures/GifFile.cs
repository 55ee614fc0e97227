using System.Buffers;
using System.Buffers.Binary;

namespace OneVOne.ServiceDefaults.Pictures;

/// <summary>GIF (CompuServe GIF89a): a screen, and blocks of frames and extensions behind it. The one kind that may move.</summary>
internal static class GifFile
{
    private const byte Image = 0x2C;
    private const byte Extension = 0x21;
    private const byte Trailer = 0x3B;
    private const byte GraphicControl = 0xF9;
    private const byte Application = 0xFF;
    private const int HeaderSize = 6;

    public static bool IsOne(ReadOnlySpan<byte> file) => file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8);

    /// <summary>Screen, colours, frames with their times, and how often they repeat; no comments, texts or other applications.</summary>
    public static byte[] Clean(ReadOnlySpan<byte> file, int maxSide)
    {
        var rest = file[HeaderSize..];
        var clean = new ArrayBufferWriter<byte>(file.Length);
        clean.Write("GIF89a"u8);
        var screen = Picture.Take(ref rest, 7);
        var (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(screen), BinaryPrimitives.ReadUInt16LittleEndian(screen[2..]));
        Picture.CheckSize(width, height, maxSide);
        clean.Write(screen);
        clean.Write(TakeColours(ref rest, screen[4]));
        for (var frames = 0; ;)
        {
            switch (Picture.Take(ref rest, 1)[0])
            {
                case Image:
                    CopyFrame(ref rest, clean, width, height);
                    frames++;
                    break;
                case Extension:
                    CopyExtension(ref rest, clean);
                    break;
                case Trailer when frames > 0 && rest.IsEmpty:
                    clean.Write([Trailer]);
                    return clean.WrittenSpan.ToArray();
                default:
                    throw PictureException.Broken();
            }
        }
    }

    private static void CopyFrame(ref ReadOnlySpan<byte> rest, ArrayBufferWriter<byte> clean, int width, int height)
    {
        var frame = Picture.Take(ref rest, 9);
        var (left, top) = (BinaryPrimitives.ReadUInt16LittleEndian(frame), BinaryPrimitives.ReadUInt16LittleEndian(frame[2..]));
        var (wide, high) = (BinaryPrimitives.ReadUInt16LittleEndian(frame[4..]), BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]));
        // A frame beyond the screen would unpack to more than the screen claims.
        if (wide < 1 || high < 1 || left + wide > width || top + high > height)
        {
            throw PictureException.Broken();
        }

        clean.Write([Image]);
        clean.Write(frame);
        clean.Write(TakeColours(ref rest, frame[8]));
        clean.Write(Picture.Take(ref rest, 1));
        clean.Write(TakeSubBlocks(ref rest));
    }

    private static void CopyExtension(ref ReadOnlySpan<byte> rest, ArrayBufferWriter<byte> clean)
    {
        var label = Picture.Take(ref rest, 1)[0];
        var blocks = TakeSubBlocks(ref rest);
        var isTime = label == GraphicControl && blocks.Length == 6 && blocks[0] == 4;
        // How often to repeat: the one thing of applications that is needed.
        var isLoop = label == Application && blocks.Length == 17 && blocks.StartsWith("\u000bNETSCAPE2.0\u0003\u0001"u8);
        if (isTime || isLoop)
        {
            clean.Write([Extension, label]);
            clean.Write(blocks);
        }
        else if (label == GraphicControl)
        {
            throw PictureException.Broken();
        }
    }

    private static ReadOnlySpan<byte> TakeColours(ref ReadOnlySpan<byte> rest, byte flags) =>
        Picture.Take(ref rest, (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1));

    /// <summary>Blocks with their lengths up to and with the empty one that ends them.</summary>
    private static ReadOnlySpan<byte> TakeSubBlocks(ref ReadOnlySpan<byte> rest)
    {
        var length = 0;
        while (true)
        {
            if (length >= rest.Length)
            {
                throw PictureException.Broken();
            }

            var block = rest[length];
            length += 1 + block;
            if (block == 0)
            {
                return Picture.Take(ref rest, length);
            }
        }
    }
}
