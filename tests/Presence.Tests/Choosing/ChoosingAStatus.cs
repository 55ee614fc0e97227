using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Choosing;

public sealed class ChoosingAStatus(SharedApp shared)
{
    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");

    [Fact]
    public async Task Friends_hear_it_and_the_own_devices_on_every_replica()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        await using var phone = await app.ConnectAsync(bob, replica: 0);
        await using var laptop = await app.ConnectAsync(bob, replica: 1);
        await listener.HearsLastOfAsync(bob, "online");
        var until = DateTimeOffset.UtcNow.AddHours(1);

        var answer = await app.ChooseAsync(bob, "dnd", " In a match ", "🎮", until, replica: 1);

        Assert.Equal("In a match", answer.GetProperty("text").GetString());
        await listener.HearsLastOfAsync(bob, "dnd");
        var heard = listener.Heard("PresenceChanged")[^1];
        Assert.Equal(("In a match", "🎮"), (heard.GetProperty("text").GetString(), heard.GetProperty("emoji").GetString()));
        foreach (var device in new[] { phone, laptop })
        {
            var own = await device.HearAsync("OwnStatusChanged");
            Assert.Equal("dnd", own.GetProperty("status").GetString());
            Assert.Equal("In a match", own.GetProperty("text").GetString());
            Assert.Equal(until.ToUnixTimeMilliseconds(), own.GetProperty("until").GetDateTimeOffset().ToUnixTimeMilliseconds());
        }

        Assert.Empty(listener.Heard("OwnStatusChanged"));
        var me = await app.Http(bob).GetAsync("/api/presence/me").ShouldBeAsync(200);
        Assert.Equal("dnd", me.GetProperty("status").GetString());
        Assert.Equal("dnd", (await app.StatusAsync(ann, bob)).GetProperty("status").GetString());
        await app.ChooseAsync(bob, "auto");
        await listener.HearsLastOfAsync(bob, "online");
        Assert.False(listener.Heard("PresenceChanged")[^1].TryGetProperty("text", out _));
    }

    [Fact]
    public async Task Who_never_chose_is_as_the_devices_tell() =>
        Assert.Equal(
            """{"status":"auto","text":null,"emoji":null,"until":null}""",
            (await app.Http(ann).GetAsync("/api/presence/me").ShouldBeAsync(200)).GetRawText());

    [Fact]
    public async Task It_outlives_the_connections_and_says_nothing_while_offline()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        await app.ChooseAsync(bob, "away", "Fishing");
        var offline = await app.StatusAsync(ann, bob);
        Assert.Equal("offline", offline.GetProperty("status").GetString());
        Assert.False(offline.TryGetProperty("text", out _));
        await using (await app.ConnectAsync(bob, replica: 1))
        {
            await listener.HearsOfAsync(bob, "offline", "away");
        }

        await listener.HearsOfAsync(bob, "offline", "away", "offline");
    }

    [Fact]
    public async Task Text_and_emoji_vanish_at_their_end_for_everyone_and_the_status_stays()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        await using var device = await app.ConnectAsync(bob, replica: 1);
        await app.ChooseAsync(bob, "dnd", "Back soon", "☕", DateTimeOffset.UtcNow.AddSeconds(2));
        await listener.HearsLastOfAsync(bob, "dnd");
        Assert.Equal("Back soon", listener.Heard("PresenceChanged")[^1].GetProperty("text").GetString());

        await device.HearAsync("OwnStatusChanged", own => own.GetProperty("text").ValueKind == JsonValueKind.Null);
        await listener.HearAsync(
            "PresenceChanged", told => told.GetProperty("status").GetString() == "dnd" && !told.TryGetProperty("text", out _));
        Assert.Equal(
            """{"status":"dnd","text":null,"emoji":null,"until":null}""",
            (await app.Http(bob).GetAsync("/api/presence/me").ShouldBeAsync(200)).GetRawText());
    }

    [Fact]
    public async Task Two_devices_that_choose_at_once_end_with_the_same_everywhere()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        await using var phone = await app.ConnectAsync(bob, replica: 0);
        await using var laptop = await app.ConnectAsync(bob, replica: 1);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            app.ChooseAsync(bob, i % 2 == 0 ? "dnd" : "away", $"number {i}", replica: i % 2)));
        var kept = await app.Http(bob).GetAsync("/api/presence/me").ShouldBeAsync(200);
        var text = kept.GetProperty("text").GetString();
        foreach (var device in new[] { phone, laptop })
        {
            await Eventually.IsAsync(
                $"hear {text} last", () => Task.FromResult(device.Heard("OwnStatusChanged")[^1].GetRawText() == kept.GetRawText()));
        }

        await Eventually.IsAsync("the friend too", () => Task.FromResult(
            listener.Heard("PresenceChanged")[^1].TryGetProperty("text", out var heard) && heard.GetString() == text));
    }

    [Theory]
    [InlineData("""{}""", "request.malformed", null)]
    [InlineData("""{"status":"busy"}""", "request.malformed", null)]
    [InlineData("""{"status":1}""", "request.malformed", null)]
    [InlineData("""{"status":null}""", "request.malformed", null)]
    [InlineData("""{"status":"auto","text":5}""", "request.malformed", null)]
    [InlineData("""{"status":"auto","text":"a\u0000b"}""", "request.malformed", null)]
    [InlineData("""{"status":"auto","text":"two\nlines"}""", "request.invalid", "text")]
    [InlineData("""{"status":"auto","text":"\u202Eturned"}""", "request.invalid", "text")]
    [InlineData("""{"status":"auto","emoji":"a"}""", "request.invalid", "emoji")]
    [InlineData("""{"status":"auto","emoji":"🎮🎮"}""", "request.invalid", "emoji")]
    [InlineData("""{"status":"auto","text":"x","until":"2001-01-01T00:00:00Z"}""", "request.invalid", "until")]
    [InlineData("""{"status":"auto","text":"x","until":"9001-01-01T00:00:00Z"}""", "request.invalid", "until")]
    [InlineData("""{"status":"auto","text":"x","until":"soon"}""", "request.malformed", null)]
    [InlineData("""{"status":"auto","until":"2026-12-01T00:00:00Z"}""", "request.invalid", "until")]
    public async Task What_cannot_be_chosen_is_refused(string body, string code, string? field)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var problem = await app.Http(ann).PutAsync(new Uri("/api/presence/me", UriKind.Relative), content)
            .ShouldBeProblemAsync(400, code);
        Assert.True(field is null || problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
    }

    [Fact]
    public async Task The_length_of_a_text_is_counted_in_characters_and_an_emoji_may_have_many()
    {
        var most = string.Concat(Enumerable.Repeat("😀", 128));
        Assert.Equal(most, (await app.ChooseAsync(ann, "auto", most, "👩‍👩‍👧‍👧")).GetProperty("text").GetString());
        foreach (var emoji in new[] { "1️⃣", "🇨🇿", "❤️", "👍🏽" })
        {
            await app.ChooseAsync(ann, "auto", emoji: emoji);
        }

        await app.Http(ann).PutAsync("/api/presence/me", new { status = "auto", text = most + "x" })
            .ShouldBeProblemAsync(400, "request.invalid");
        var zalgo = "🎮" + string.Concat(Enumerable.Repeat("\u0301", 10_000));
        await app.Http(ann).PutAsync("/api/presence/me", new { status = "auto", emoji = zalgo })
            .ShouldBeProblemAsync(400, "request.invalid");
    }

    [Fact]
    public async Task Without_a_right_token_nothing_is_told_or_kept()
    {
        await app.Http().GetAsync("/api/presence/me").ShouldBeProblemAsync(401, "auth.token_missing");
        await app.Http().PutAsync("/api/presence/me", new { status = "dnd" }).ShouldBeProblemAsync(401, "auth.token_missing");
    }
}
