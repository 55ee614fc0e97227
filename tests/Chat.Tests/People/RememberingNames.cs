using OneVOne.Chat.Tests.Host;
using OneVOne.Contracts.Identity;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.People;

public sealed class RememberingNames(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task The_newest_name_is_shown_whatever_the_order_and_however_often()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        UserRegistered Profile(string name, long version) => new(bob.Id, bob.Username, name, DateTimeOffset.UtcNow, version);
        var (second, id) = (Profile("Robert", 2), Guid.NewGuid());
        await app.Bus.PublishAsync(second, id);
        await Eventually.IsAsync("the name is known", async () => await NameAsync(ann, direct) == "Robert");
        await app.Bus.PublishAsync(Profile("Bob", 1));
        await app.Bus.PublishAsync(Profile("Bobby", 3));
        await Eventually.IsAsync("the newer name is known", async () => await NameAsync(ann, direct) == "Bobby");
        await app.Bus.PublishAsync(second, id);
        await app.Bus.PublishAsync(second);
        var (other, someone, theirs) = await app.TwoFriendsAsync();
        await app.Bus.PublishAsync(new UserRegistered(someone.Id, someone.Username, "Last", DateTimeOffset.UtcNow, 1));
        await Eventually.IsAsync("what came later is known", async () => await NameAsync(other, theirs) == "Last");
        Assert.Equal("Bobby", await NameAsync(ann, direct));
    }

    [Fact]
    public async Task A_changed_profile_is_shown_within_a_second_and_a_deleted_person_has_neither_name_nor_text()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await bob.SendAsync(direct, "hello");
        await app.Bus.PublishAsync(
            new ProfileChanged(bob.Id, "robert", "Robert", Guid.CreateVersion7(), DateTimeOffset.UtcNow, 2));
        await Eventually.IsAsync(
            "the new name is shown", async () => await AuthorAsync(ann, direct) == "robert", TimeSpan.FromSeconds(1));
        Assert.Equal("Robert", await NameAsync(ann, direct));
        await app.Bus.PublishAsync(new UserDeleted(bob.Id, DateTimeOffset.UtcNow, 3));
        await Eventually.IsAsync("the end is shown", async () => await AuthorAsync(ann, direct) == "deleted user");
        var peer = (await ann.ConversationAsync(direct)).GetProperty("peer");
        Assert.True(peer.GetProperty("deleted").GetBoolean());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, peer.GetProperty("avatarId").ValueKind);
        await Eventually.IsAsync("the text is gone", async () => (await ann.EventsAsync(direct)).Bodies().SequenceEqual([""]));
    }

    private static async Task<string?> AuthorAsync(ChatPerson person, Guid direct) =>
        (await person.EventsAsync(direct))[0].GetProperty("author").Text("username");

    private static async Task<string?> NameAsync(ChatPerson person, Guid direct) =>
        (await person.ConversationAsync(direct)).GetProperty("peer").Text("displayName");
}
