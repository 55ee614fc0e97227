using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Avatars;

/// <summary>
/// A picture as it is kept and served: only what is needed to draw it. Whatever else a file may carry (places, names,
/// thumbnails of the uncut picture, another file behind the end) is not copied or is refused.
/// </summary>
internal sealed record Picture(string ContentType, byte[] Bytes)
{
    private static readonly Problem Unknown = new(
        415, "avatar.type_unknown", "A picture is a PNG, JPEG or WebP file; this is none of them, whatever it is called.");

    /// <summary>Tells the kind by the content alone, and takes it apart.</summary>
    public static Outcome<Picture> Of(ReadOnlySpan<byte> file)
    {
        try
        {
            return file.StartsWith(PngFile.Signature) ? new Picture("image/png", PngFile.Clean(file))
                : file.StartsWith(JpegFile.Signature) ? new Picture("image/jpeg", JpegFile.Clean(file))
                : WebpFile.IsOne(file) ? new Picture("image/webp", WebpFile.Clean(file))
                : Unknown;
        }
        catch (PictureException e)
        {
            return e.Problem;
        }
    }

    /// <summary>Before anything is unpacked: a small file may claim billions of pixels (ASVS 5.2.6).</summary>
    public static void CheckSize(long width, long height)
    {
        if (width < 1 || height < 1)
        {
            throw PictureException.Broken();
        }

        if (width > IdentityLimits.MaxAvatarSide || height > IdentityLimits.MaxAvatarSide)
        {
            throw new PictureException(new(
                400, "avatar.too_many_pixels", $"A picture has at most {IdentityLimits.MaxAvatarSide} pixels a side; make it smaller."));
        }
    }

    /// <summary>The first bytes, which are then behind; broken when there are not as many.</summary>
    public static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, long count)
    {
        if (count > rest.Length)
        {
            throw PictureException.Broken();
        }

        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }
}

/// <summary>Ends the reading of a file that is not kept.</summary>
internal sealed class PictureException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem => problem;

    public static PictureException Broken() =>
        new(new(400, "avatar.broken", "The picture is broken, not whole, or has something behind its end; save it anew."));

    public static PictureException Animated() => new(new(400, "avatar.animated", "The picture moves; choose one that does not."));
}
