using System.Net;
using System.Net.Sockets;
using OneVOne.Contracts.Identity;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.People;

public sealed class KnowingPeople(FriendsApp app)
{
    [Fact]
    public async Task A_person_of_whom_an_event_told_can_be_asked_by_name_and_by_id()
    {
        var (ann, bob) = (app.Register("ann"), await app.RegisterByEventAsync("bob"));
        await Eventually.IsAsync("bob is known", async () =>
        {
            using var answer = await ann.AskAsync(bob.Username);
            return answer.StatusCode == HttpStatusCode.Created;
        });
        var request = await app.Register("eve").AskAsync(bob).ShouldBeAsync(201);
        Assert.Equal("bob the Person", request.GetProperty("to").GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task A_newer_profile_replaces_an_older_one_in_any_order_and_twice_delivered()
    {
        var old = FriendsApp.Registered("old");
        var current = FriendsApp.Registered("bob", old.UserId, version: 2);
        var (ann, message) = (app.Register("ann"), Guid.NewGuid());
        await app.Events.PublishAsync(current, message);
        await app.Events.PublishAsync(old);
        await app.Events.PublishAsync(current, message);
        var last = await app.RegisterByEventAsync("last");
        await Eventually.IsAsync("the last is known", async () => (await ann.AskAsync(last)).IsSuccessStatusCode);

        var request = await ann.AskAsync(app.Member(current)).ShouldBeAsync(201);
        Assert.Equal(current.Username, request.GetProperty("to").GetProperty("username").GetString());
    }

    [Fact]
    public async Task A_changed_profile_is_followed_and_found_by_its_new_name()
    {
        var (ann, bob) = await app.BefriendAsync();
        var name = $"bobby_{bob.Id.ToString("N")[^8..]}";
        await app.Events.PublishAsync(new ProfileChanged(bob.Id, name, "Bobby", Guid.NewGuid(), DateTimeOffset.UtcNow, 3));
        await Eventually.IsAsync("bob is Bobby", async () =>
            (await ann.ListAsync("/api/friends?", 10))[0].GetProperty("user").GetProperty("displayName").GetString() == "Bobby");
        await app.Events.PublishAsync(new ProfileChanged(bob.Id, "bob", "Bob", null, DateTimeOffset.UtcNow, 2));
        await app.Events.PublishAsync(FriendsApp.Registered("bob", bob.Id));
        var last = await app.RegisterByEventAsync("last");
        await Eventually.IsAsync("the last is known", async () => (await ann.AskAsync(last)).IsSuccessStatusCode);
        Assert.Equal([bob.Id], await ann.FriendsAsync(query: "query=bobb"));
        await ann.AskAsync(name).ShouldBeProblemAsync(409, "friendship.exists");
    }

    [Fact]
    public async Task A_person_is_shown_with_their_picture_in_every_list()
    {
        var (ann, bob, carl) = (app.Register("ann"), app.Register("bob"), app.Register("carl"));
        await ann.BefriendAsync(bob, carl);
        var request = await app.Register("dora").AskAsync(bob).ShouldBeAsync(201);
        Assert.Equal(
            $$"""{"id":"{{bob.Id}}","username":"{{bob.Username}}","displayName":"{{bob.Username}}","avatarId":null,"deleted":false,"avatarUrl":"/api/identity/avatars/default/{{bob.Id}}"}""",
            request.GetProperty("to").ToString());

        var picture = Guid.NewGuid();
        await app.Events.PublishAsync(new ProfileChanged(bob.Id, bob.Username, "Bob", picture, DateTimeOffset.UtcNow, 3));
        await Eventually.IsAsync("the picture is shown", async () =>
            (await ann.ListAsync("/api/friends?", 10)).Any(friend => Url(friend.GetProperty("user")) == $"/api/identity/avatars/{picture}"));
        Assert.Equal($"/api/identity/avatars/{picture}", Url((await ann.ListAsync("/api/friends?query=bob&", 10))[0].GetProperty("user")));
        Assert.Equal(
            $"/api/identity/avatars/{picture}",
            Url((await app.Register("eve").AskAsync(bob).ShouldBeAsync(201)).GetProperty("to")));
        Assert.Equal(
            $"/api/identity/avatars/{picture}",
            Url((await carl.ListAsync("/api/friends/suggestions?", 10))[0].GetProperty("user")));
        await carl.BlockAsync(bob).ShouldBeAsync(204);
        Assert.Equal(
            $"/api/identity/avatars/{picture}", Url((await carl.ListAsync("/api/friends/blocks?", 10))[0].GetProperty("user")));

        static string? Url(System.Text.Json.JsonElement person) => person.GetProperty("avatarUrl").GetString();
    }

    [Fact]
    public async Task Who_is_deleted_is_not_found_from_the_moment_in_which_it_is_heard_of()
    {
        var (ann, bob) = (app.Register("ann"), app.Register("bob"));
        await app.Events.PublishAsync(new UserDeleted(bob.Id, DateTimeOffset.UtcNow, 7));
        await Eventually.IsAsync("bob is gone", async () =>
        {
            using var answer = await ann.BlockAsync(bob);
            return answer.StatusCode == HttpStatusCode.NotFound;
        });
        await ann.AskAsync(bob).ShouldBeProblemAsync(404, "user.not_found");
        await bob.AskAsync(ann).ShouldBeProblemAsync(404, "user.not_found");
    }

    [Fact]
    public async Task What_an_event_tells_replaces_what_Identity_or_a_token_told()
    {
        var (ann, bob) = (app.Register("ann"), app.Register("bob"));
        await ann.RequestAsync(bob);
        await app.Events.PublishAsync(FriendsApp.Registered("anna", ann.Id));
        await app.Events.PublishAsync(FriendsApp.Registered("bobby", bob.Id));
        await Eventually.IsAsync("both have their new names", async () =>
        {
            var page = await bob.GetAsync("/api/friends/requests").ShouldBeAsync(200);
            var request = page.GetProperty("items")[0];
            return request.GetProperty("from").GetProperty("displayName").GetString() == "anna the Person"
                && request.GetProperty("to").GetProperty("displayName").GetString() == "bobby the Person";
        });
    }

    [Fact]
    public async Task Whom_nobody_knows_is_not_found()
    {
        var ann = app.Register("ann");
        await ann.AskAsync("nobody").ShouldBeProblemAsync(404, "user.not_found");
        await ann.AskAsync(Guid.NewGuid()).ShouldBeProblemAsync(404, "user.not_found");
        await ann.AskAsync(Guid.Empty).ShouldBeProblemAsync(404, "user.not_found");
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("%2e%2e")]
    [InlineData("x?y#z")]
    [InlineData("Зоя")]
    [InlineData("bob\n")]
    [InlineData("' OR 1=1 --")]
    public async Task A_name_that_nobody_can_have_is_not_found(string name) =>
        await app.Register("ann").AskAsync(name).ShouldBeProblemAsync(404, "user.not_found");

    [Fact]
    public async Task While_Identity_is_away_the_known_can_be_asked_and_the_unknown_is_not_denied()
    {
        var identity = await TestIdentity.StartAsync();
        var settings = app.Settings.Copy().With("services:identity:http:0", identity.Address.ToString());
        await using var replica = ServiceHost.Start<Program>(settings);
        var (ann, bob, eve) = (identity.CreateUser("ann"), identity.CreateUser("bob"), identity.CreateUser("eve"));
        using var http = replica.Http(ann);
        await http.PostAsync("/api/friends/requests", new { userId = bob.Id }).ShouldBeAsync(201);
        var port = identity.Address.Port;
        await identity.DisposeAsync();

        await http.PostAsync("/api/friends/requests", new { userId = bob.Id }).ShouldBeAsync(200);
        await http.PostAsync("/api/friends/requests", new { userId = eve.Id }).ShouldBeProblemAsync(503, "service.unavailable");

        // It takes connections and says nothing: the wait is short.
        using var silent = new TcpListener(IPAddress.Loopback, port);
        silent.Start();
        await http.PostAsync("/api/friends/requests", new { username = eve.Username })
            .ShouldBeProblemAsync(503, "service.unavailable");
    }
}
