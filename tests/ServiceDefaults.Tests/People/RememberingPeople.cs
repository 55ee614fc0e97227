using System.Text.Json;
using OneVOne.Contracts.Identity;
using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.People;

public sealed class RememberingPeople(Replicas replicas)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task The_newest_profile_is_shown_in_whatever_order_and_however_often_it_is_told()
    {
        var ann = replicas.Identity.CreateUser("ann");
        var avatar = Guid.CreateVersion7();
        object[] told =
        [
            new UserRegistered(ann.Id, "ann", "Ann", Now, 1),
            new ProfileChanged(ann.Id, "ann", "Annie", null, Now, 2),
            new ProfileChanged(ann.Id, "anna", "Anna", avatar, Now, 3),
        ];
        foreach (var e in told.Concat(told).Shuffle())
        {
            await PublishAsync(e);
        }

        await Eventually.IsAsync("the newest is known", async () => await VersionAsync(ann.Id) == 3);
        await SettledAsync();
        var person = await FindAsync(ann.Id);
        Assert.Equal(("anna", "Anna", avatar), (
            person.GetProperty("username").GetString(),
            person.GetProperty("displayName").GetString(),
            person.GetProperty("avatarId").GetGuid()));
    }

    [Fact]
    public async Task A_deleted_person_stays_without_a_name_and_does_not_come_back_by_late_news()
    {
        var ann = replicas.Identity.CreateUser("ann");
        await PublishAsync(new UserDeleted(ann.Id, Now, 9));
        await Eventually.IsAsync("the end is known", async () => await VersionAsync(ann.Id) == 9);
        await PublishAsync(new UserRegistered(ann.Id, ann.Username, "Ann", Now, 1));
        await PublishAsync(new ProfileChanged(ann.Id, ann.Username, "Annie", Guid.NewGuid(), Now, 8));
        await SettledAsync();
        var person = await FindAsync(ann.Id);
        Assert.True(person.GetProperty("deleted").GetBoolean());
        Assert.Equal("deleted user", person.GetProperty("displayName").GetString());
        Assert.Equal(JsonValueKind.Null, person.GetProperty("avatarId").ValueKind);
    }

    [Fact]
    public async Task Who_is_not_known_yet_is_asked_for_at_identity_and_any_event_replaces_the_answer()
    {
        var ann = replicas.Identity.CreateUser("ann");
        Assert.Equal(ann.Username, (await FindAsync(ann.Id)).GetProperty("displayName").GetString());
        Assert.Equal(0, await VersionAsync(ann.Id));
        await PublishAsync(new UserRegistered(ann.Id, ann.Username, "Ann", Now, 1));
        await Eventually.IsAsync("the event counts", async () =>
            (await FindAsync(ann.Id)).GetProperty("displayName").GetString() == "Ann");
    }

    [Fact]
    public async Task A_name_is_found_in_any_case_and_at_identity_too()
    {
        var (ann, bob) = (replicas.Identity.CreateUser("ann"), replicas.Identity.CreateUser("bob"));
        await PublishAsync(new UserRegistered(ann.Id, ann.Username, "Ann", Now, 1));
        await Eventually.IsAsync("ann is known", async () => await VersionAsync(ann.Id) == 1);
        using var http = replicas.First.Http(ann.Token);
        foreach (var person in new[] { ann, bob })
        {
            var found = await http.GetAsync($"/people/by-name/{person.Username.ToUpperInvariant()}").ShouldBeAsync(200);
            Assert.Equal(person.Id, found.GetProperty("id").GetGuid());
        }

        await http.GetAsync("/people/by-name/deleted%20user").ShouldBeProblemAsync(404, "user.not_found");
        await http.GetAsync("/people/by-name/nobody-here").ShouldBeProblemAsync(404, "user.not_found");
    }

    [Fact]
    public async Task Of_many_those_are_told_of_whom_anything_can_be_learned()
    {
        var (ann, bob) = (replicas.Identity.CreateUser("ann"), replicas.Identity.CreateUser("bob"));
        await PublishAsync(new UserRegistered(ann.Id, ann.Username, "Ann", Now, 1));
        await Eventually.IsAsync("ann is known", async () => await VersionAsync(ann.Id) == 1);
        using var http = replicas.Second.Http(ann.Token);
        var found = await http.GetAsync($"/people?ids={ann.Id},{Guid.NewGuid()},{bob.Id}").ShouldBeAsync(200);
        Assert.Equal(
            new[] { "Ann", bob.Username }.Order(),
            found.EnumerateArray().Select(person => person.GetProperty("displayName").GetString()!).Order());
    }

    private Task PublishAsync(object e) => e switch
    {
        UserRegistered registered => replicas.First.PublishRawAsync(registered, Guid.NewGuid()),
        ProfileChanged changed => replicas.First.PublishRawAsync(changed, Guid.NewGuid()),
        UserDeleted deleted => replicas.First.PublishRawAsync(deleted, Guid.NewGuid()),
        _ => throw new ArgumentException(e.ToString()),
    };

    /// <summary>Waits until the queue has nothing that was published before now.</summary>
    private async Task SettledAsync()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var last = new UserRegistered(Guid.CreateVersion7(), "last", "last", Now, 1);
            await PublishAsync(last);
            await Eventually.IsAsync("the last is known", async () => await VersionAsync(last.UserId) == 1);
        }
    }

    private async Task<JsonElement> FindAsync(Guid userId)
    {
        using var http = replicas.First.Http(replicas.Identity.CreateUser().Token);
        return await http.GetAsync($"/people/{userId}").ShouldBeAsync(200);
    }

    private Task<long?> VersionAsync(Guid userId) =>
        replicas.First.ScalarAsync<long?>("SELECT version FROM people WHERE user_id = $1", userId);
}
