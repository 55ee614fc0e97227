using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Status;

public sealed class ReadingStatuses(SharedApp shared)
{
    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");
    private readonly TestUser stranger = shared.App.CreateUser("stranger");

    [Fact]
    public async Task Friends_and_self_are_told_and_strangers_look_offline()
    {
        await using var annsDevice = await app.ConnectAsync(ann, replica: 0);
        await using var bobsDevice = await app.ConnectAsync(bob, replica: 1);
        await using var strangersDevice = await app.ConnectAsync(stranger, replica: 1);
        await app.BefriendAsync(annsDevice, ann, bob);
        var nobody = Guid.CreateVersion7();

        var list = await app.Http(ann, replica: 0)
            .GetAsync($"/api/presence?ids={bob.Id},{stranger.Id},{ann.Id},{nobody},{bob.Id}").ShouldBeAsync(200);

        Assert.Equal(
            $$"""
            {"items":[{"userId":"{{bob.Id}}","status":"online","lastSeenAt":null},{"userId":"{{stranger.Id}}","status":"offline","lastSeenAt":null},{"userId":"{{ann.Id}}","status":"online","lastSeenAt":null},{"userId":"{{nobody}}","status":"offline","lastSeenAt":null}]}
            """,
            list.GetRawText());
    }

    [Fact]
    public async Task A_strangers_last_seen_is_not_told()
    {
        await using var annsDevice = await app.ConnectAsync(ann);
        await app.BefriendAsync(annsDevice, ann, bob);
        await using (await app.ConnectAsync(bob))
        {
            await annsDevice.HearsLastOfAsync(bob, "online");
        }

        await annsDevice.HearsLastOfAsync(bob, "offline");
        Assert.NotEqual(JsonValueKind.Null, (await LastSeenOfBobAsync(ann)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await LastSeenOfBobAsync(stranger)).ValueKind);
    }

    /// <summary>
    /// The coming is confirmed after it was told, so a person who leaves at once leaves before that: the confirmation must
    /// not take the time of the going with it.
    /// </summary>
    [Fact]
    public async Task Who_leaves_as_soon_as_they_are_seen_was_seen_at_that_time()
    {
        await using var annsDevice = await app.ConnectAsync(ann);
        var friends = Enumerable.Range(0, 40).Select(i => app.CreateUser($"friend{i}")).ToArray();
        await Task.WhenAll(friends.Select(friend => app.BefriendAsync(annsDevice, ann, friend)));
        await Task.WhenAll(friends.Select(async (friend, i) =>
        {
            await using (await app.ConnectAsync(friend, replica: i % 2))
            {
                await annsDevice.HearsLastOfAsync(friend, "online");
            }

            await annsDevice.HearsLastOfAsync(friend, "offline");
        }));

        var list = await app.Http(ann).GetAsync($"/api/presence?ids={string.Join(',', friends.Select(friend => friend.Id))}")
            .ShouldBeAsync(200);
        Assert.All(
            list.GetProperty("items").EnumerateArray(),
            item => Assert.NotEqual(JsonValueKind.Null, item.GetProperty("lastSeenAt").ValueKind));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?ids=")]
    [InlineData("?ids=,")]
    [InlineData("?ids=bob")]
    [InlineData("?ids=%00")]
    [InlineData("?ids=0195b0f0-0000-7000-8000-000000000001,")]
    [InlineData("?ids={0195b0f0-0000-7000-8000-000000000001}")]
    public async Task Ids_that_are_none_are_refused(string query)
    {
        var problem = await app.Http(ann).GetAsync($"/api/presence{query}").ShouldBeProblemAsync(400, "request.invalid");
        Assert.True(problem.GetProperty("errors").TryGetProperty("ids", out _));
    }

    [Fact]
    public async Task A_hundred_ids_are_answered_and_one_more_is_refused()
    {
        var ids = Enumerable.Range(0, 101).Select(_ => Guid.CreateVersion7()).ToArray();
        var list = await app.Http(ann).GetAsync($"/api/presence?ids={string.Join(',', ids[..100])}").ShouldBeAsync(200);
        Assert.Equal(100, list.GetProperty("items").GetArrayLength());
        await app.Http(ann).GetAsync($"/api/presence?ids={string.Join(',', ids)}").ShouldBeProblemAsync(400, "request.invalid");
    }

    [Theory]
    [InlineData("/api/presence?ids=0195b0f0-0000-7000-8000-000000000001")]
    [InlineData("/api/presence/summary")]
    public async Task Without_a_right_token_nothing_is_told(string path)
    {
        await app.Http().GetAsync(path).ShouldBeProblemAsync(401, "auth.token_missing");
        await app.Http(ann with { Token = "not.a.token" }).GetAsync(path).ShouldBeProblemAsync(401, "auth.token_invalid");
        var expired = app.Identity.Draft(ann.Id, ann.Username);
        expired.Claims["exp"] = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds();
        await app.Http(ann with { Token = expired.Write() }).GetAsync(path).ShouldBeProblemAsync(401, "auth.token_expired");
    }

    [Fact]
    public async Task Other_methods_and_addresses_are_problems()
    {
        await app.Http(ann).PostAsync("/api/presence/summary").ShouldBeProblemAsync(405, "route.method_not_allowed");
        await app.Http(ann).GetAsync("/api/presence/nothing").ShouldBeProblemAsync(404, "route.not_found");
    }

    private async Task<JsonElement> LastSeenOfBobAsync(TestUser reader)
    {
        var list = await app.Http(reader).GetAsync($"/api/presence?ids={bob.Id}").ShouldBeAsync(200);
        return list.GetProperty("items")[0].GetProperty("lastSeenAt");
    }
}
