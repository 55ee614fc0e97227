using System.Globalization;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Pictures;

/// <summary>The kinds of files that a picture may be. A GIF may move, the others may not.</summary>
[Flags]
public enum PictureKinds
{
    None = 0,
    Png = 1,
    Jpeg = 2,
    Webp = 4,
    Gif = 8,
}

/// <summary>Which pictures are taken, and what the refusal of others is called.</summary>
/// <param name="CodePrefix">The noun of the problems' codes: <c>avatar</c> for <c>avatar.broken</c>.</param>
/// <param name="MaxSide">Pixels; what a picture unpacks to in every client is bounded by it, however small the file.</param>
/// <param name="Names">The kinds as a person reads them: <c>PNG, JPEG or WebP</c>.</param>
public sealed record PictureRules(string CodePrefix, PictureKinds Kinds, string Names, int MaxSide)
{
    internal Problem Unknown => new(
        415, $"{CodePrefix}.type_unknown", $"A picture is a {Names} file; this is none of them, whatever it is called.");

    internal Problem Refuse(PictureFault fault) => fault switch
    {
        PictureFault.Animated => new(400, $"{CodePrefix}.animated", "The picture moves; choose one that does not."),
        PictureFault.TooManyPixels => new(
            400,
            $"{CodePrefix}.too_many_pixels",
            string.Create(CultureInfo.InvariantCulture, $"A picture has at most {MaxSide} pixels a side; make it smaller.")),
        _ => new(
            400, $"{CodePrefix}.broken", "The picture is broken, not whole, or has something behind its end; save it anew."),
    };
}

/// <summary>Why a file is not kept.</summary>
internal enum PictureFault
{
    Broken,
    Animated,
    TooManyPixels,
}

/// <summary>Ends the reading of a file that is not kept.</summary>
internal sealed class PictureException(PictureFault fault) : Exception(fault.ToString())
{
    public PictureFault Fault => fault;

    public static PictureException Broken() => new(PictureFault.Broken);

    public static PictureException Animated() => new(PictureFault.Animated);
}
