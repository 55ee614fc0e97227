using System.Text.Json;
using OneVOne.Contracts.Identity;
using OneVOne.Contracts.Privacy;
using OneVOne.Notifications.Tests.DirectMessages;
using OneVOne.Notifications.Tests.FriendRequests;
using OneVOne.Testing;

namespace OneVOne.Notifications.Tests.Privacy;

public sealed class ErasingAPerson(NotificationsApp app)
{
    [Fact]
    public async Task What_others_were_told_of_them_leaves_the_inboxes_live()
    {
        var (ann, bob, cy) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"), await app.RegisterAsync("cy"));
        await app.PublishAsync(new Request(ann, bob).Sent);
        await app.PublishAsync(new Conversation(ann, bob).Sent(1));
        await app.PublishAsync(new Request(cy, bob).Sent);
        await using var device = await bob.ListenAsync(app.Second);
        await EraseAsync(ann);
        await device.HearAsync("BadgeChanged", badge => badge.GetProperty("unread").GetInt32() == 1);
        Assert.Equal(cy.Id, Assert.Single(await bob.ListAsync()).GetProperty("actor").Id("id"));
        Assert.Equal(1, await bob.BadgeAsync());
    }

    [Fact]
    public async Task Their_own_inbox_is_empty_and_the_service_confirms()
    {
        await using var hearing = await Listening.StartAsync<PersonErased>();
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await app.PublishAsync(new Request(bob, ann).Sent);
        await EraseAsync(ann);
        await hearing.FirstAsync(e => e.UserId == ann.Id && e.Service == "notifications");
        Assert.Empty(await ann.ListAsync());
    }

    [Fact]
    public async Task Events_that_come_later_bring_nothing_back()
    {
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        var (asked, asking, written, writing) =
            (new Request(bob, ann), new Request(ann, bob), new Conversation(bob, ann), new Conversation(ann, bob));
        await EraseAsync(ann);
        await app.PublishAsync(asked.Sent);
        await app.PublishAsync(asking.Sent);
        await app.PublishAsync(asking.Accepted);
        await app.PublishAsync(written.Sent(1, 2));
        await app.PublishAsync(writing.Sent(1, 2));
        await app.PublishAsync(written.Read(2));
        Assert.Empty(await ann.ListAsync());
        Assert.Empty(await bob.ListAsync());
    }

    [Fact]
    public async Task Whatever_comes_at_the_same_moment_nothing_of_them_is_left() // R12
    {
        for (var round = 0; round < 10; round++)
        {
            var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
            await Task.WhenAll(Enumerable.Range(0, 20)
                .SelectMany(n => new[]
                {
                    app.PublishAsync(new Request(ann, bob).Sent),
                    app.PublishAsync(new Conversation(n % 2 == 0 ? ann : bob, n % 2 == 0 ? bob : ann).Sent(1)),
                })
                .Append(EraseAsync(ann)));
            Assert.Empty(await bob.ListAsync());
            Assert.Empty(await ann.ListAsync());
        }
    }

    [Fact]
    public async Task A_person_gets_what_they_were_told_without_what_others_wrote()
    {
        await using var pieces = await Listening.StartAsync<PersonalDataGathered>();
        var (ann, bob) = (await app.RegisterAsync("ann"), await app.RegisterAsync("bob"));
        await app.PublishAsync(new Conversation(bob, ann).Sent(1));
        var request = new DataExportRequested(Guid.CreateVersion7(), ann.Id, Times.Now());
        await app.PublishAsync(request);
        var piece = await pieces.FirstAsync(piece => piece.ExportId == request.ExportId && piece.File == "notifications.json");
        var told = JsonSerializer.Deserialize<JsonElement>(piece.Content)[0];
        Assert.Equal("direct_message", told.Text("kind"));
        Assert.Equal(bob.Id, told.Id("actorId"));
        Assert.DoesNotContain("message 1", piece.Content, StringComparison.Ordinal);
    }

    /// <summary>Until it is confirmed; the event goes to two queues.</summary>
    private static async Task EraseAsync(Person person)
    {
        await using var hearing = await Listening.StartAsync<PersonErased>();
        await hearing.SayAsync(new UserDeleted(person.Id, Times.Now(), Version: 9));
        await hearing.FirstAsync(e => e.UserId == person.Id && e.Service == "notifications");
    }
}
