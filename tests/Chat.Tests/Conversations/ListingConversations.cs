using OneVOne.Chat.Tests.Host;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Conversations;

public sealed class ListingConversations(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task The_latest_comes_first_with_its_last_message_and_what_is_unread()
    {
        var ann = app.NewPerson();
        var directs = new List<(ChatPerson Friend, Guid Id)>();
        for (var i = 0; i < 3; i++)
        {
            var friend = app.NewPerson($"friend{i}");
            app.Friends.Set(ann.Id, friend.Id, areFriends: true, version: 1);
            directs.Add((friend, await ann.OpenDirectAsync(friend)));
        }

        await directs[1].Friend.SendAsync(directs[1].Id, "one");
        await directs[0].Friend.SendAsync(directs[0].Id, "two");
        await directs[0].Friend.SendAsync(directs[0].Id, "three", replica: 1);
        var items = (await ann.Http(1).GetAsync("/api/chat/conversations").ShouldBeAsync(200)).Items()
            .Where(c => c.Text("kind") == "direct").ToList();
        Assert.Equal([directs[0].Id, directs[1].Id, directs[2].Id], items.Select(c => c.Id()));
        Assert.Equal([2, 1, 0], items.Select(c => c.Number("unread")));
        Assert.Equal([2, 1, 0], items.Select(c => c.Number("headSeq")));
        Assert.Equal("three", items[0].GetProperty("lastMessage").Text("body"));
        var author = items[0].GetProperty("lastMessage").GetProperty("author");
        Assert.Equal(directs[0].Friend.Username, author.Text("username"));
    }

    [Fact]
    public async Task Everyone_finds_the_public_room()
    {
        var page = await app.NewPerson().Http().GetAsync("/api/chat/conversations").ShouldBeAsync(200);
        var lobby = Assert.Single(page.Items());
        Assert.Equal(ChatPerson.Lobby, lobby.Id());
        Assert.Equal(("public", "Lobby"), (lobby.Text("kind"), lobby.Text("name")));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, lobby.GetProperty("peer").ValueKind);
    }

    [Fact]
    public async Task Pages_hold_each_conversation_once()
    {
        var ann = app.NewPerson();
        var expected = new List<Guid> { ChatPerson.Lobby };
        for (var i = 0; i < 5; i++)
        {
            var friend = app.NewPerson($"friend{i}");
            app.Friends.Set(ann.Id, friend.Id, areFriends: true, version: 1);
            expected.Add(await ann.OpenDirectAsync(friend));
        }

        var found = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await ann.Http().GetAsync($"/api/chat/conversations?limit=2&cursor={cursor}").ShouldBeAsync(200);
            found.AddRange(page.Items().Select(c => c.Id()));
            cursor = page.Text("next");
        }
        while (cursor is not null);
        // The public room may move to the front between two pages, as others write to it.
        Assert.Equal(expected.Where(id => id != ChatPerson.Lobby).Order(), found.Where(id => id != ChatPerson.Lobby).Order());
    }

    [Fact]
    public async Task A_page_that_cannot_be_is_refused()
    {
        var ann = app.NewPerson();
        await ann.Http().GetAsync("/api/chat/conversations?limit=0").ShouldBeProblemAsync(400, "paging.limit_invalid");
        await ann.Http().GetAsync("/api/chat/conversations?cursor=%00").ShouldBeProblemAsync(400, "paging.cursor_invalid");
        var ofAnotherList = Cursor.Write("ann");
        await ann.Http().GetAsync($"/api/chat/conversations?cursor={ofAnotherList}")
            .ShouldBeProblemAsync(400, "paging.cursor_invalid");
    }
}
