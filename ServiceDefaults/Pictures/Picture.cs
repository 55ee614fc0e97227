using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Pictures;

/// <summary>
/// A picture as it is kept and served: only what is needed to draw it. Whatever else a file may carry (places, names,
/// thumbnails of the uncut picture, another file behind the end) is not copied or is refused.
/// </summary>
public sealed record Picture(string ContentType, byte[] Bytes)
{
    /// <summary>Tells the kind by the content alone, and takes it apart.</summary>
    public static Outcome<Picture> Of(ReadOnlySpan<byte> file, PictureRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        try
        {
            return KindOf(file) switch
            {
                { } kind when !rules.Kinds.HasFlag(kind) => rules.Unknown,
                PictureKinds.Png => new Picture("image/png", PngFile.Clean(file, rules.MaxSide)),
                PictureKinds.Jpeg => new Picture("image/jpeg", JpegFile.Clean(file, rules.MaxSide)),
                PictureKinds.Webp => new Picture("image/webp", WebpFile.Clean(file, rules.MaxSide)),
                PictureKinds.Gif => new Picture("image/gif", GifFile.Clean(file, rules.MaxSide)),
                _ => rules.Unknown,
            };
        }
        catch (PictureException e)
        {
            return rules.Refuse(e.Fault);
        }
    }

    /// <summary>Before anything is unpacked: a small file may claim billions of pixels (ASVS 5.2.6).</summary>
    internal static void CheckSize(long width, long height, int maxSide)
    {
        if (width < 1 || height < 1)
        {
            throw PictureException.Broken();
        }

        if (width > maxSide || height > maxSide)
        {
            throw new PictureException(PictureFault.TooManyPixels);
        }
    }

    /// <summary>The first bytes, which are then behind; broken when there are not as many.</summary>
    internal static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, long count)
    {
        if (count > rest.Length)
        {
            throw PictureException.Broken();
        }

        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    private static PictureKinds? KindOf(ReadOnlySpan<byte> file) =>
        file.StartsWith(PngFile.Signature) ? PictureKinds.Png
        : file.StartsWith(JpegFile.Signature) ? PictureKinds.Jpeg
        : WebpFile.IsOne(file) ? PictureKinds.Webp
        : GifFile.IsOne(file) ? PictureKinds.Gif
        : null;
}
