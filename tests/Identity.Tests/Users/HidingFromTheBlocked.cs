using System.Text.Json;
using MassTransit;
using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Users;

public sealed class HidingFromTheBlocked(IdentityApp app) : IAsyncLifetime
{
    private readonly IBusControl bus = Bus.Factory.CreateUsingRabbitMq(rabbit => rabbit.Host(new Uri(TestServers.RabbitMq)));

    public async ValueTask InitializeAsync() => await bus.StartAsync().EndsAsync("a bus starts");

    public async ValueTask DisposeAsync() => await bus.StopAsync().EndsAsync("a bus stops");

    [Fact]
    public async Task A_search_finds_nobody_whom_one_blocks_or_who_blocks_one_until_that_ends()
    {
        var prefix = IdentityApp.NewName()[..12];
        var (ann, bob, cy) = (
            await app.RegisterAsync($"{prefix}a"), await app.RegisterAsync($"{prefix}b"), await app.RegisterAsync($"{prefix}c"));
        await BlockAsync(ann, bob, true, 1);
        await FindsAsync(ann, prefix, ann, cy);
        await FindsAsync(bob, prefix, bob, cy);
        await FindsAsync(cy, prefix, ann, bob, cy);
        await BlockAsync(ann, bob, false, 2);
        await FindsAsync(bob, prefix, ann, bob, cy);
    }

    [Fact]
    public async Task By_name_only_who_blocks_is_hidden_and_by_id_nobody()
    {
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        await BlockAsync(ann, bob, true, 1);
        await Eventually.IsAsync("ann is hidden", async () =>
            (int)(await bob.Http.GetAsync($"/api/identity/users/by-name/{ann.Username}")).StatusCode == 404);
        // Who blocks finds the other, to unblock them.
        await ann.Http.GetAsync($"/api/identity/users/by-name/{bob.Username}").ShouldBeAsync(200);
        foreach (var path in new[] { $"users/{ann.Id}", $"users?ids={ann.Id}" })
        {
            await bob.Http.GetAsync($"/api/identity/{path}").ShouldBeAsync(200);
        }
    }

    private Task BlockAsync(Account blocker, Account blocked, bool blocks, long version) => bus.PublishSurelyAsync(
        blocker.Id.CompareTo(blocked.Id) < 0
            ? new RelationshipChanged(blocker.Id, blocked.Id, false, blocks, false, DateTimeOffset.UtcNow, version)
            : new RelationshipChanged(blocked.Id, blocker.Id, false, false, blocks, DateTimeOffset.UtcNow, version));

    private static Task FindsAsync(Account searcher, string prefix, params Account[] people)
    {
        var expected = people.Select(person => person.Username).Order(StringComparer.Ordinal).ToArray();
        return Eventually.IsAsync($"{searcher.Username} finds {string.Join(", ", expected)}", async () =>
        {
            var page = await searcher.Http.GetAsync($"/api/identity/users?query={prefix}").ShouldBeAsync(200);
            return Names(page).Order(StringComparer.Ordinal).SequenceEqual(expected);
        });
    }

    private static IEnumerable<string> Names(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(person => person.GetProperty("username").GetString()!);
}
