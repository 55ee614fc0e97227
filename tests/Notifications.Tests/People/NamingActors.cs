using OneVOne.Contracts.Identity;
using OneVOne.Notifications.Tests.FriendRequests;

namespace OneVOne.Notifications.Tests.People;

public sealed class NamingActors(NotificationsApp app)
{
    [Fact]
    public async Task Who_is_not_known_yet_is_asked_for_at_identity_and_remembered()
    {
        var (ann, bob) = (app.CreateStranger("ann"), await app.RegisterAsync("bob"));
        await app.PublishAsync(new Request(ann, bob).Sent);
        Assert.Equal(ann.Username, await NameAsync(bob));

        // Remembered: what is heard live is not asked for.
        await using var device = await bob.ListenAsync(app.Second);
        await app.PublishAsync(new Request(ann, bob).Sent);
        Assert.Equal(ann.Username, (await device.HearAsync("Notified")).GetProperty("actor").Text("username"));
    }

    [Fact]
    public async Task What_identity_tells_by_event_wins_over_what_it_was_asked_for()
    {
        var (ann, bob) = (app.CreateStranger("ann"), await app.RegisterAsync("bob"));
        await app.PublishAsync(new Request(ann, bob).Sent);
        Assert.Equal(ann.Username, await NameAsync(bob));
        await app.PublishAsync(new UserRegistered(ann.Id, "told", "told", DateTimeOffset.UtcNow, Version: 1));
        Assert.Equal("told", await NameAsync(bob));
    }

    [Fact]
    public async Task An_older_version_of_a_person_changes_nothing()
    {
        var (ann, bob) = (app.CreateStranger("ann"), await app.RegisterAsync("bob"));
        await app.PublishAsync(new UserRegistered(ann.Id, "newer", "newer", DateTimeOffset.UtcNow, Version: 2));
        await app.PublishAsync(new UserRegistered(ann.Id, "older", "older", DateTimeOffset.UtcNow, Version: 1));
        await app.PublishAsync(new Request(ann, bob).Sent);
        Assert.Equal("newer", await NameAsync(bob));
    }

    [Fact]
    public async Task Without_identity_the_list_comes_without_the_name()
    {
        await using var lonely = await NotificationsApp.StartAsync([]);
        var (ann, bob) = (lonely.CreateStranger("ann"), await lonely.RegisterAsync("bob"));
        // The keys are fetched with the first call, and kept.
        await bob.BadgeAsync();
        await lonely.PublishAsync(new Request(ann, bob).Sent);
        await lonely.Identity.DisposeAsync();
        Assert.Equal("", await NameAsync(bob));
    }

    private static async Task<string> NameAsync(Person person) =>
        (await person.ListAsync())[0].GetProperty("actor").Text("username");
}
