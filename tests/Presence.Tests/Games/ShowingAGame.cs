using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Games;

public sealed class ShowingAGame(SharedApp shared)
{
    private static readonly object InAMatch = new
    {
        kind = "game",
        name = "Snowfight",
        details = "In a match",
        partyCurrent = 2,
        partySize = 4,
        joinable = true,
        joinId = "lobby-7",
    };

    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");

    [Fact]
    public async Task Friends_see_it_with_the_party_and_how_to_join()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        await using var device = await app.ConnectAsync(bob, replica: 1);
        await app.Http(bob).PutAsync("/api/presence/me/activity", InAMatch).ShouldBeAsync(200);

        var told = await HearsGameAsync(listener);
        Assert.Equal(
            """{"kind":"game","name":"Snowfight","details":"In a match","partyCurrent":2,"partySize":4,"joinable":true,"joinId":"lobby-7"}""",
            told.GetProperty("activity").GetRawText());
        Assert.Equal(told.GetRawText(), (await app.StatusAsync(ann, bob)).GetRawText());

        Assert.Equal(204, (int)(await app.Http(bob, replica: 1).DeleteAsync("/api/presence/me/activity")).StatusCode);
        await HearsNoGameAsync(listener);
    }

    [Fact]
    public async Task It_ends_with_its_time_unless_it_is_told_again()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        await using var device = await app.ConnectAsync(bob, replica: 1);
        await app.Http(bob).PutAsync("/api/presence/me/activity", new { kind = "game", name = "Chess", ttl = 1 }).ShouldBeAsync(200);
        await HearsGameAsync(listener);
        await HearsNoGameAsync(listener);
        Assert.Equal("online", listener.StatusesOf(bob)[^1]);
    }

    [Fact]
    public async Task Over_the_hub_it_lasts_as_long_as_the_connection_that_shows_it()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        await using var browser = await app.ConnectAsync(bob, replica: 0);
        var game = await app.ConnectAsync(bob, replica: 1);
        await game.CallAsync("ShowActivity", InAMatch);
        await HearsGameAsync(listener);
        // Not the browser's to end.
        await browser.CallAsync("HideActivity");
        Assert.True((await app.StatusAsync(ann, bob)).TryGetProperty("activity", out _));
        game.Abort();
        await HearsNoGameAsync(listener);
        await game.DisposeAsync();
    }

    [Fact]
    public async Task It_ends_when_its_player_goes_offline_and_nobody_can_show_one_while_offline()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        await app.Http(bob).PutAsync("/api/presence/me/activity", InAMatch).ShouldBeProblemAsync(409, "presence.offline");
        await using (await app.ConnectAsync(bob))
        {
            await app.Http(bob).PutAsync("/api/presence/me/activity", InAMatch).ShouldBeAsync(200);
            await HearsGameAsync(listener);
        }

        await listener.HearsLastOfAsync(bob, "offline");
        await using var again = await app.ConnectAsync(bob);
        await listener.HearsLastOfAsync(bob, "online");
        Assert.False((await app.StatusAsync(ann, bob)).TryGetProperty("activity", out _));
    }

    [Fact]
    public async Task Strangers_do_not_see_it()
    {
        var stranger = app.CreateUser("stranger");
        await using var device = await app.ConnectAsync(bob);
        await app.Http(bob).PutAsync("/api/presence/me/activity", InAMatch).ShouldBeAsync(200);
        Assert.False((await app.StatusAsync(stranger, bob)).TryGetProperty("activity", out _));
    }

    [Theory]
    [InlineData("""{"kind":"game"}""", "request.malformed", null)]
    [InlineData("""{"kind":"film","name":"x"}""", "request.malformed", null)]
    [InlineData("""{"kind":"game","name":""}""", "request.invalid", "name")]
    [InlineData("""{"kind":"game","name":"x","details":"a\tb"}""", "request.invalid", "details")]
    [InlineData("""{"kind":"game","name":"x","partyCurrent":1}""", "request.invalid", "partySize")]
    [InlineData("""{"kind":"game","name":"x","partyCurrent":5,"partySize":4}""", "request.invalid", "partySize")]
    [InlineData("""{"kind":"game","name":"x","partyCurrent":-1,"partySize":4}""", "request.invalid", "partySize")]
    [InlineData("""{"kind":"game","name":"x","partyCurrent":1,"partySize":10001}""", "request.invalid", "partySize")]
    [InlineData("""{"kind":"game","name":"x","partySize":99999999999}""", "request.malformed", null)]
    [InlineData("""{"kind":"game","name":"x","joinId":"y"}""", "request.invalid", "joinId")]
    [InlineData("""{"kind":"game","name":"x","ttl":0}""", "request.invalid", "ttl")]
    [InlineData("""{"kind":"game","name":"x","ttl":901}""", "request.invalid", "ttl")]
    public async Task What_is_no_game_is_refused(string body, string code, string? field)
    {
        await using var device = await app.ConnectAsync(ann);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var problem = await app.Http(ann).PutAsync(new Uri("/api/presence/me/activity", UriKind.Relative), content)
            .ShouldBeProblemAsync(400, code);
        Assert.True(field is null || problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
    }

    private Task<JsonElement> HearsGameAsync(HubClient listener) =>
        listener.HearAsync("PresenceChanged", told =>
            told.GetProperty("userId").GetGuid() == bob.Id && told.TryGetProperty("activity", out _));

    private Task HearsNoGameAsync(HubClient listener) =>
        Eventually.IsAsync("the game is over", () => Task.FromResult(!listener.Heard("PresenceChanged")
            .Last(told => told.GetProperty("userId").GetGuid() == bob.Id).TryGetProperty("activity", out _)));
}
