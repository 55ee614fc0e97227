using System.Net.Http.Headers;
using System.Text;
using OneVOne.Contracts.Identity;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Avatars;

public sealed class UploadingAPicture(IdentityApp app)
{
    private const int TwoMebibytes = 2 * 1024 * 1024;

    private static readonly byte[] Script = "<script>alert(1)</script>"u8.ToArray();

    /// <summary>What must not be kept, and why it is refused.</summary>
    public static TheoryData<string, byte[], int, string> BadFiles => new()
    {
        { "nothing", [], 415, "avatar.type_unknown" },
        { "text", Script, 415, "avatar.type_unknown" },
        { "an SVG", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"u8.ToArray(), 415, "avatar.type_unknown" },
        { "a GIF", [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x3B], 415, "avatar.type_unknown" },
        { "a PNG that stops", Files.Png()[..^6], 400, "avatar.broken" },
        { "a PNG that stops within a length", Files.Png()[..35], 400, "avatar.broken" },
        { "a PNG of a signature alone", Files.Png()[..8], 400, "avatar.broken" },
        { "a PNG with a script behind its end", [.. Files.Png(), .. Script], 400, "avatar.broken" },
        { "a PNG with a wrong checksum", Broken(Files.Png(), at: 20), 400, "avatar.broken" },
        { "a PNG with an unknown part that matters", Files.Png(extra: Files.Chunk("PHPX", Script)), 400, "avatar.broken" },
        { "a PNG with a script for a palette", Files.Png(extra: Files.Chunk("PLTE", new byte[800])), 400, "avatar.broken" },
        // ASVS 5.2.6: pictures with more pixels than allowed are refused.
        { "a PNG of 2.5 billion pixels", Files.Png(50_000, 50_000), 400, "avatar.too_many_pixels" },
        { "a PNG one pixel too wide", Files.Png(4097, 1), 400, "avatar.too_many_pixels" },
        { "a PNG without pixels", Files.Png(0, 1), 400, "avatar.broken" },
        { "a PNG of negative size", Files.Png(-1, 1), 400, "avatar.too_many_pixels" },
        { "a PNG that moves", Files.Png(extra: Files.Chunk("acTL", new byte[8])), 400, "avatar.animated" },
        { "a JPEG that stops", Files.Jpeg()[..^2], 400, "avatar.broken" },
        { "a JPEG that stops in its tables", Files.Jpeg()[..40], 400, "avatar.broken" },
        { "a JPEG with an archive behind its end", [.. Files.Jpeg(), .. "PK\u0003\u0004"u8], 400, "avatar.broken" },
        { "a JPEG too high", Files.Jpeg(height: 65_535), 400, "avatar.too_many_pixels" },
        { "a JPEG without scans", [0xFF, 0xD8, 0xFF, 0xD9], 400, "avatar.broken" },
        { "a JPEG with a segment without a length", [0xFF, 0xD8, 0xFF, 0xDB, 0, 0], 400, "avatar.broken" },
        { "a WebP that is longer than it says", [.. Files.Webp(Files.Lossless()), .. Script], 400, "avatar.broken" },
        { "a WebP that is shorter than it says", Files.Webp(Files.Lossless())[..^2], 400, "avatar.broken" },
        { "a WebP without pixels", Files.Webp(Files.Riff("XMP ", Script)), 400, "avatar.broken" },
        { "a WebP with two pictures", Files.Webp(Files.Lossless(), Files.Lossless()), 400, "avatar.broken" },
        { "a WebP whose canvas is another", Files.Webp(Files.Canvas(0x10, 9, 9), Files.Lossless()), 400, "avatar.broken" },
        { "a WebP too wide", Files.Webp(Files.Lossless(16_384, 1)), 400, "avatar.too_many_pixels" },
        { "a WebP that moves", Files.Webp(Files.Canvas(0x02), Files.Riff("ANIM", new byte[6])), 400, "avatar.animated" },
        { "a WebP that says it moves", Files.Webp(Files.Canvas(0x02), Files.Lossless()), 400, "avatar.animated" },
    };

    public static TheoryData<string, byte[], byte[]> Metadata => new()
    {
        {
            "image/png", Files.Png(), Files.Png(
                extra: [Files.Chunk("tEXt", "Author\0Secret"u8.ToArray()), Files.Chunk("eXIf", "Secret"u8.ToArray()),
                    Files.Chunk("iTXt", "XML:com.adobe.xmp Secret"u8.ToArray()), Files.Chunk("tIME", new byte[7])])
        },
        {
            "image/jpeg", Files.Jpeg(), Files.Jpeg(
                extra: [Files.Exif(1), Files.Segment(0xFE, "Secret"u8.ToArray()), Files.Segment(0xED, "Photoshop Secret"u8.ToArray()),
                    Files.Segment(0xE1, "http://ns.adobe.com/xap/1.0/\0Secret"u8.ToArray())])
        },
        {
            "image/webp", Files.Webp(Files.Lossless()), Files.Webp(
                Files.Canvas(0x0C), Files.Lossless(), Files.Riff("EXIF", "Secret"u8.ToArray()), Files.Riff("XMP ", "Secret!"u8.ToArray()))
        },
    };

    [Fact]
    public async Task A_picture_is_told_to_the_services_and_served_to_anyone_safely_and_for_ever()
    {
        await using var hearing = await Listening.StartAsync<ProfileChanged>();
        var ann = await app.RegisterAsync();
        var url = await UploadAsync(ann, Files.Png());
        var told = await hearing.FirstAsync(e => e.UserId == ann.Id, TimeSpan.FromSeconds(1));
        Assert.Equal($"/api/identity/avatars/{told.AvatarId}", url);

        using var served = await app.Second.Http().GetAsync(url);
        Assert.Equal(Files.Png(), await served.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", served.Content.Headers.ContentType!.ToString());
        // ASVS 3.2.1, 5.4.2, 14.3.2
        Assert.Equal("nosniff", served.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("default-src 'none'; sandbox", served.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("inline; filename=avatar.png", served.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal("public, max-age=31536000, immutable", served.Headers.CacheControl!.ToString());

        using var again = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { IfNoneMatch = { served.Headers.ETag! } } };
        Assert.Equal(304, (int)(await app.First.Http().SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task The_next_picture_takes_the_place_of_the_last_and_removing_it_brings_the_generated_one_back()
    {
        var ann = await app.RegisterAsync();
        var (first, second) = (await UploadAsync(ann, Files.Png()), await UploadAsync(ann, Files.Jpeg()));
        await app.First.Http().GetAsync(first).ShouldBeProblemAsync(404, "avatar.not_found");
        Assert.Equal(second, (await ann.Http.GetAsync($"/api/identity/users/{ann.Id}").ShouldBeAsync(200)).GetProperty("avatarUrl").GetString());

        await ann.Http.DeleteAsync("/api/identity/me/avatar").ShouldBeAsync(204);
        await ann.Http.DeleteAsync("/api/identity/me/avatar").ShouldBeAsync(204);
        await app.First.Http().GetAsync(second).ShouldBeProblemAsync(404, "avatar.not_found");
        var own = await ann.Http.GetAsync("/api/identity/me").ShouldBeAsync(200);
        Assert.Equal($"/api/identity/avatars/default/{ann.Id}", own.GetProperty("avatarUrl").GetString());
    }

    [Fact]
    public async Task Pictures_uploaded_at_once_leave_the_one_that_the_profile_names()
    {
        var ann = await app.RegisterAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => UploadAsync(ann with { Replica = app.Replicas[n % 2] }, Files.Png())));
        Assert.Equal(1L, await app.ScalarAsync<long>(
            "SELECT count(*) FROM avatars JOIN users ON users.avatar_id = avatars.id WHERE user_id = $1", ann.Id));
    }

    // ASVS 5.2.2: the content decides, whatever name or type it comes under.
    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task What_is_no_whole_still_picture_of_bounded_size_is_refused(string what, byte[] file, int status, string code)
    {
        var ann = await app.RegisterAsync();
        await Put(ann, file).ShouldBeProblemAsync(status, code);
        Assert.Equal(0L, await app.ScalarAsync<long>("SELECT count(*) FROM avatars WHERE user_id = $1", ann.Id));
        Assert.NotEmpty(what);
    }

    // ASVS 14.2.8: metadata of files is removed.
    [Theory]
    [MemberData(nameof(Metadata))]
    public async Task What_a_file_tells_beside_the_picture_is_not_kept(string type, byte[] clean, byte[] telling)
    {
        Assert.Contains("Secret", Encoding.Latin1.GetString(telling), StringComparison.Ordinal);
        var ann = await app.RegisterAsync();
        using var served = await app.First.Http().GetAsync(await UploadAsync(ann, telling));
        Assert.Equal(type, served.Content.Headers.ContentType!.ToString());
        Assert.Equal(clean, await served.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_telephones_picture_keeps_which_side_is_up_and_not_where_it_was()
    {
        var ann = await app.RegisterAsync();
        var kept = await app.First.Http().GetByteArrayAsync(await UploadAsync(ann, Files.Jpeg(extra: Files.Exif(6))));
        var text = Encoding.Latin1.GetString(kept);
        Assert.DoesNotContain("GPS", text, StringComparison.Ordinal);
        var entry = text.IndexOf("\u0001\u0012\u0000\u0003", StringComparison.Ordinal);
        Assert.Equal(6, kept[entry + 9]);
    }

    [Fact]
    public async Task A_transparent_picture_stays_transparent()
    {
        var ann = await app.RegisterAsync();
        var file = Files.Webp(Files.Canvas(0x10), Files.Riff("ALPH", [0, 1, 2]), Files.Lossy());
        Assert.Equal(file, await app.First.Http().GetByteArrayAsync(await UploadAsync(ann, file)));
    }

    // ASVS 5.2.1
    [Fact]
    public async Task Two_mebibytes_are_taken_and_one_byte_more_is_not()
    {
        var ann = await app.RegisterAsync();
        var rest = TwoMebibytes - Files.Png(extra: Files.Chunk("tEXt", [])).Length;
        await UploadAsync(ann, Files.Png(extra: Files.Chunk("tEXt", new byte[rest])));
        await Put(ann, Files.Png(extra: Files.Chunk("tEXt", new byte[rest + 1]))).ShouldBeProblemAsync(413, "request.too_large");
    }

    [Fact]
    public async Task A_body_that_is_declared_as_no_picture_is_refused()
    {
        var ann = await app.RegisterAsync();
        await Put(ann, Files.Png(), "text/html").ShouldBeProblemAsync(415, "request.unsupported_media_type");
    }

    private static async Task<string> UploadAsync(Account person, byte[] file) =>
        (await Put(person, file).ShouldBeAsync(200)).GetProperty("avatarUrl").GetString()!;

    private static async Task<HttpResponseMessage> Put(Account person, byte[] file, string type = "image/png")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("/api/identity/me/avatar", UriKind.Relative));
        request.Content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        // What is too large is refused by its declared length; who sends it anyway may find the connection closed before the answer.
        request.Headers.ExpectContinue = true;
        return await person.Http.SendAsync(request);
    }

    private static byte[] Broken(byte[] file, int at)
    {
        file[at] ^= 1;
        return file;
    }
}
