using System.Net.Http.Headers;
using System.Text;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.CustomEmoji;

public sealed class AddingEmoji(TwoReplicas replicas)
{
    // One pixel each, as small as such files get.
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static readonly byte[] Webp = Convert.FromBase64String("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

    private static readonly byte[] Script = "<script>alert(1)</script>"u8.ToArray();

    private readonly ChatApp app = replicas.App;

    /// <summary>What must not be kept, and why it is refused. ASVS 5.2.2: by the content, whatever it is called.</summary>
    public static TheoryData<string, byte[], int, string> BadFiles => new()
    {
        { "nothing", [], 415, "emoji.type_unknown" },
        { "a JPEG", [0xFF, 0xD8, 0xFF, 0xD9], 415, "emoji.type_unknown" },
        { "an SVG", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"u8.ToArray(), 415, "emoji.type_unknown" },
        { "a PNG with a script behind its end", [.. Png, .. Script], 400, "emoji.broken" },
        { "a GIF that stops", Gif()[..^1], 400, "emoji.broken" },
        { "a GIF that stops in its colours", Gif()[..12], 400, "emoji.broken" },
        { "a GIF with a script behind its end", [.. Gif(), .. Script], 400, "emoji.broken" },
        { "a GIF without frames", Gif(frames: 0), 400, "emoji.broken" },
        { "a GIF with a frame beyond its screen", Gif(frameWidth: 9), 400, "emoji.broken" },
        { "a GIF with a time that is none", Gif(extra: [0x21, 0xF9, 1, 0, 0]), 400, "emoji.broken" },
        { "a GIF with a block that is none", Gif(extra: [0x99]), 400, "emoji.broken" },
        // ASVS 5.2.6
        { "a GIF one pixel too wide", Gif(width: 513), 400, "emoji.too_many_pixels" },
        { "a GIF without pixels", Gif(width: 0), 400, "emoji.broken" },
    };

    [Fact]
    public async Task Members_see_it_safely_and_may_keep_it_and_others_do_not()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var hears = await bob.ListenAsync(replica: 1);
        await Put(ann, direct, "party", Gif()).ShouldBeAsync(204);
        var told = await hears.HearAsync("Event", e => e.Text("type") == "emoji.added");
        Assert.Equal(("party", 1L, ann.Id), (told.GetProperty("data").Text("name"), told.Number("seq"), told.GetProperty("actor").Id()));
        var emoji = Assert.Single(await ListAsync(bob, direct));
        Assert.Equal(("party", "image/gif"), (emoji.Text("name"), emoji.Text("contentType")));

        using var served = await bob.Http(1).GetAsync(emoji.Text("url"));
        Assert.Equal(Gif(), await served.Content.ReadAsByteArrayAsync());
        // ASVS 3.2.1, 5.4.2, 14.3.2
        Assert.Equal("nosniff", served.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("default-src 'none'; sandbox", served.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("inline; filename=emoji.gif", served.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal("max-age=31536000, private, immutable", served.Headers.CacheControl!.ToString());
        using var bare = await bob.Http(1).GetAsync($"/api/chat/conversations/{direct}/emoji/party");
        Assert.Equal("no-cache, private", bare.Headers.CacheControl!.ToString());
        await app.NewPerson("eve").Http().GetAsync(emoji.Text("url")).ShouldBeProblemAsync(404, "conversation.not_found");
        await bob.Http().GetAsync($"/api/chat/conversations/{direct}/emoji/none").ShouldBeProblemAsync(404, "emoji.not_found");
    }

    [Fact]
    public async Task The_same_picture_again_is_nothing_and_another_has_another_address()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Put(i % 2 == 0 ? ann : bob, direct, "party", Png, i % 2).ShouldBeAsync(204)));
        var first = Assert.Single(await ListAsync(ann, direct));
        await Put(ann, direct, "party", Webp).ShouldBeAsync(204);
        var second = Assert.Single(await ListAsync(ann, direct));
        Assert.NotEqual(first.Text("url"), second.Text("url"));
        Assert.Equal(["emoji.added", "emoji.added"], (await bob.EventsAsync(direct)).Select(e => e.Text("type")));
    }

    [Fact]
    public async Task People_react_with_it_until_it_is_removed_and_what_they_did_stays()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var message = await ann.SayAsync(direct, "hello");
        await bob.React(message, ":party:").ShouldBeProblemAsync(404, "emoji.not_found");
        await Put(ann, direct, "party", Png).ShouldBeAsync(204);
        await bob.React(message, ":party:").ShouldBeAsync(200);
        await Remove(ann, direct, "party").ShouldBeAsync(204);
        await Remove(ann, direct, "party").ShouldBeAsync(204);
        await ann.React(message, ":party:").ShouldBeProblemAsync(404, "emoji.not_found");
        Assert.Equal(":party:", (await ann.MessageAsync(message)).Items("reactions")[0].Text("emoji"));
        await bob.React(message, ":party:", on: false).ShouldBeAsync(200);
        Assert.Equal(
            ["emoji.added", "reaction.added", "emoji.removed", "reaction.removed"],
            (await bob.EventsAsync(direct, after: 1)).Select(e => e.Text("type")));
    }

    [Fact]
    public async Task In_a_room_only_who_keeps_order_adds_and_removes()
    {
        var (ann, bob, eve) = (app.NewPerson(), app.NewPerson("bob"), app.NewPerson("eve"));
        var room = await app.RoomAsync(ann, bob);
        await Put(bob, room, "party", Png).ShouldBeProblemAsync(403, "emoji.not_allowed");
        await Put(eve, room, "party", Png).ShouldBeProblemAsync(404, "conversation.not_found");
        await Put(ann, room, "party", Png).ShouldBeAsync(204);
        await Remove(bob, room, "party").ShouldBeProblemAsync(403, "emoji.not_allowed");
        await Put(ann, ChatPerson.Lobby, "party", Png).ShouldBeProblemAsync(403, "emoji.not_allowed");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Party")]
    [InlineData("two words")]
    [InlineData("party-time")]
    [InlineData("a_name_that_is_longer_than_thirty2")]
    public async Task A_name_that_cannot_be_typed_between_colons_is_refused(string name)
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await Put(ann, direct, Uri.EscapeDataString(name), Png).ShouldBeProblemAsync(400, "request.invalid");
        await Remove(ann, direct, Uri.EscapeDataString(name)).ShouldBeProblemAsync(400, "request.invalid");
    }

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task What_is_no_whole_picture_of_bounded_size_is_refused(string what, byte[] file, int status, string code)
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        await Put(ann, direct, "party", file).ShouldBeProblemAsync(status, code);
        Assert.Empty(await ListAsync(ann, direct));
        Assert.NotEmpty(what);
    }

    // ASVS 14.2.8: metadata of files is removed; 5.2.1: the size is bounded.
    [Fact]
    public async Task What_a_file_tells_beside_the_picture_is_not_kept_and_a_large_one_is_refused()
    {
        var (ann, _, direct) = await app.TwoFriendsAsync();
        byte[] loop = [0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0];
        byte[] time = [0x21, 0xF9, 4, 0, 10, 0, 0, 0];
        byte[] telling = Gif(extra:
            [.. loop, 0x21, 0xFE, 6, .. "Secret"u8, 0, 0x21, 0xFF, 11, .. "XMP DataXMP"u8, 6, .. "Secret"u8, 0, .. time]);
        Assert.Contains("Secret", Encoding.Latin1.GetString(telling), StringComparison.Ordinal);
        await Put(ann, direct, "party", telling).ShouldBeAsync(204);
        var url = Assert.Single(await ListAsync(ann, direct)).Text("url");
        Assert.Equal(Gif(extra: [.. loop, .. time]), await ann.Http().GetByteArrayAsync(url));
        await Put(ann, direct, "large", new byte[(64 * 1024) + 1]).ShouldBeProblemAsync(413, "request.too_large");
        await Put(ann, direct, "html", Png, type: "text/html").ShouldBeProblemAsync(415, "request.unsupported_media_type");
    }

    [Fact]
    public async Task Two_hundred_are_a_conversations()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await app.ExecuteAsync(
            $"""
            INSERT INTO custom_emoji (conversation_id, name, id, content_type, bytes)
            SELECT '{direct}', 'emoji_' || n, gen_random_uuid(), 'image/png', '\x00' FROM generate_series(1, 198) n
            """);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            using var answer = await Put(i % 2 == 0 ? ann : bob, direct, $"new_{i}", Png, i % 2);
            return (int)answer.StatusCode;
        }));
        Assert.Equal((2, 4), (answers.Count(status => status == 204), answers.Count(status => status == 409)));
        await Put(ann, direct, "another", Png).ShouldBeProblemAsync(409, "emoji.too_many");
        await Put(ann, direct, "emoji_1", Webp).ShouldBeAsync(204);
        Assert.Equal(200, (await ListAsync(bob, direct)).Length);
    }

    private static async Task<System.Text.Json.JsonElement[]> ListAsync(ChatPerson person, Guid conversation) =>
        (await person.Http().GetAsync($"/api/chat/conversations/{conversation}/emoji").ShouldBeAsync(200)).Items();

    private static async Task<HttpResponseMessage> Put(
        ChatPerson person, Guid conversation, string name, byte[] file, int replica = 0, string type = "image/png")
    {
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        return await person.Http(replica).PutAsync(
            new Uri($"/api/chat/conversations/{conversation}/emoji/{name}", UriKind.Relative), content);
    }

    private static Task<HttpResponseMessage> Remove(ChatPerson person, Guid conversation, string name) =>
        person.Http().DeleteAsync($"/api/chat/conversations/{conversation}/emoji/{name}");

    /// <summary>Two colours and one pixel to a frame, right until a test changes a part.</summary>
    private static byte[] Gif(int width = 1, int frames = 1, int frameWidth = 1, byte[]? extra = null)
    {
        byte[] frame = [0x2C, 0, 0, 0, 0, (byte)frameWidth, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
        return
        [
            .. "GIF89a"u8, (byte)width, (byte)(width >> 8), 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF,
            .. extra ?? [], .. Enumerable.Repeat(frame, frames).SelectMany(part => part), 0x3B,
        ];
    }
}
