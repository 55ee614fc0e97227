using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Operators;

[Collection(nameof(OperatorApp))]
public sealed class ListingAccounts(OperatorApp app)
{
    [Fact]
    public async Task Accounts_are_found_by_the_beginning_of_name_and_address_and_paged()
    {
        var prefix = IdentityApp.NewName("lst")[..10];
        foreach (var end in new[] { "a", "b", "c" })
        {
            await IdentityApp.RegisterOnAsync(app.First, prefix + end);
        }

        var first = await ListAsync($"query={prefix.ToUpperInvariant()}&limit=2");
        Assert.Equal([prefix + "a", prefix + "b"], Names(first));
        var second = await ListAsync($"query={prefix}&limit=2&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal([prefix + "c"], Names(second));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal([prefix + "b"], Names(await ListAsync($"query={prefix}b@exam")));
        Assert.Equal(3, Names(await ListAsync($"query={prefix}&status=active&role=user")).Length);
        Assert.Empty(Names(await ListAsync("query=%25")));
    }

    [Fact]
    public async Task Status_and_role_narrow_the_list()
    {
        var (moderator, ann) = (await app.RegisterAsync("moderator"), await app.RegisterAsync());
        await moderator.SuspendAsync(ann, DateTimeOffset.UtcNow.AddDays(1)).ShouldBeAsync(204);
        Assert.Equal([ann.Username], Names(await ListAsync($"query={ann.Username}&status=suspended")));
        Assert.Empty(Names(await ListAsync($"query={ann.Username}&status=active")));
        Assert.Equal([moderator.Username], Names(await ListAsync($"query={moderator.Username}&role=moderator")));
        Assert.Equal([OperatorApp.AdminName], Names(await ListAsync("role=admin")));

        var bob = await app.RegisterAsync();
        await bob.Http.DeleteAsync("/api/identity/me").ShouldBeAsync(202);
        Assert.Equal([bob.Username], Names(await ListAsync($"query={bob.Username}&status=deleting")));
        Assert.Empty(Names(await ListAsync($"query={bob.Username}&status=active")));
    }

    [Theory]
    [InlineData("status=asleep", "request.invalid")]
    [InlineData("role=7", "request.invalid")]
    [InlineData("role=king", "request.invalid")]
    [InlineData("limit=0", "paging.limit_invalid")]
    [InlineData("cursor=xyz!", "paging.cursor_invalid")]
    [InlineData("cursor=YR9i", "paging.cursor_invalid")]
    public async Task A_wrong_question_is_refused(string query, string code) =>
        await app.Admin.Http.GetAsync($"/api/identity/admin/users?{query}").ShouldBeProblemAsync(400, code);

    private Task<JsonElement> ListAsync(string query) => app.Admin.Http.GetAsync($"/api/identity/admin/users?{query}").ShouldBeAsync(200);

    private static string[] Names(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(account => account.GetProperty("username").GetString()!)];
}
