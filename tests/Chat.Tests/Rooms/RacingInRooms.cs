using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Rooms;

public sealed class RacingInRooms(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    /// <summary>R9: a leave while messages are in flight.</summary>
    [Fact]
    public async Task After_somebody_has_left_nothing_of_them_is_written_whatever_was_in_flight()
    {
        var ann = app.NewPerson();
        var room = (await ann.CreateRoomAsync()).Id();
        for (var round = 0; round < 8; round++)
        {
            var bob = app.NewPerson("bob");
            await bob.Join(room).ShouldBeAsync(200);
            var sends = Enumerable.Range(0, 12).Select(i => bob.Post(room, "x", replica: i % 2)).ToList();
            var left = bob.Leave(room, replica: round % 2).ShouldBeAsync(204);
            var answers = await Task.WhenAll(sends);
            await left;
            var written = answers.Count(answer => (int)answer.StatusCode == 201);
            Assert.All(answers, answer => Assert.True((int)answer.StatusCode is 201 or 404));
            var events = (await ann.EventsAsync(room)).Where(e => e.GetProperty("author").Id() == bob.Id).ToList();
            Assert.Equal("member.left", events[^1].Text("type"));
            Assert.Equal(written, events.Count(e => e.Text("type") == "message.created"));
            await bob.Post(room, "x").ShouldBeProblemAsync(404, "conversation.not_found");
        }

        var all = await ann.EventsAsync(room);
        Assert.Equal(WireJson.UpTo(all.Count), all.Seqs());
    }

    /// <summary>R10: whoever goes when, a room that somebody is in has one owner.</summary>
    [Fact]
    public async Task However_owners_go_and_pass_it_on_a_room_has_one_owner_or_is_gone()
    {
        for (var round = 0; round < 8; round++)
        {
            var people = Enumerable.Range(0, 4).Select(_ => app.NewPerson()).ToArray();
            var room = (await people[0].CreateRoomAsync()).Id();
            await Task.WhenAll(people[1..].Select((person, i) => person.Join(room, replica: i % 2).ShouldBeAsync(200)));
            var passing = people[0].Http(1).PutAsync($"/api/chat/conversations/{room}/members/{people[1].Id}/role", new { role = "owner" });
            var leaving = people[..3].Select((person, i) => person.Leave(room, replica: i % 2).ShouldBeAsync(204)).ToList();
            using var passed = await passing;
            Assert.True((int)passed.StatusCode is 204 or 403 or 404, $"{passed.StatusCode}");
            await Task.WhenAll(leaving);
            var members = (await people[3].Http().GetAsync($"/api/chat/conversations/{room}/members").ShouldBeAsync(200)).Items();
            var member = Assert.Single(members);
            Assert.Equal((people[3].Id, "owner"), (member.GetProperty("user").Id(), member.Text("role")));
            var events = await people[3].EventsAsync(room);
            Assert.Equal(WireJson.UpTo(events.Count), events.Seqs());
            Assert.Equal(1, (await people[3].ConversationAsync(room)).Number("memberCount"));
        }
    }

    [Fact]
    public async Task Who_joins_while_the_last_one_goes_is_in_the_room_or_there_is_none()
    {
        for (var round = 0; round < 12; round++)
        {
            var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
            var room = (await ann.CreateRoomAsync()).Id();
            var joining = bob.Join(room, replica: 1);
            var leaving = round % 2 == 0 ? ann.Leave(room) : ann.Http().DeleteAsync($"/api/chat/conversations/{room}");
            await leaving.ShouldBeAsync(204);
            using var joined = await joining;
            using var now = await bob.Http().GetAsync($"/api/chat/conversations/{room}");
            if (round % 2 == 0 && (int)joined.StatusCode == 200)
            {
                Assert.Equal("owner", (await now.ShouldBeAsync(200)).Text("role"));
            }
            else
            {
                await now.ShouldBeProblemAsync(404, "conversation.not_found");
            }
        }
    }

    [Fact]
    public async Task A_read_mark_that_crosses_a_leave_brings_nobody_back()
    {
        var (ann, bob) = (app.NewPerson(), app.NewPerson("bob"));
        var room = (await ann.CreateRoomAsync()).Id();
        for (var round = 0; round < 15; round++)
        {
            await bob.Join(room).ShouldBeAsync(200);
            var seq = (await ann.SendAsync(room, "x")).Number("seq");
            var marks = Enumerable.Range(0, 4).Select(i => bob.Read(room, seq, replica: i % 2)).ToList();
            await bob.Leave(room, replica: round % 2).ShouldBeAsync(204);
            await Task.WhenAll(marks);
            await bob.Http().GetAsync($"/api/chat/conversations/{room}").ShouldBeProblemAsync(404, "conversation.not_found");
        }

        Assert.Equal(1, (await ann.ConversationAsync(room)).Number("memberCount"));
    }

    [Fact]
    public async Task Many_who_come_and_go_at_once_are_counted_right_and_hear_what_they_are_in()
    {
        var ann = app.NewPerson();
        var room = (await ann.CreateRoomAsync()).Id();
        var people = Enumerable.Range(0, 20).Select(_ => app.NewPerson()).ToArray();
        await Task.WhenAll(people.Select(async (person, i) =>
        {
            for (var turn = 0; turn < 3; turn++)
            {
                await person.Join(room, replica: turn % 2).ShouldBeAsync(200);
                await person.Leave(room, replica: (i + turn) % 2).ShouldBeAsync(204);
            }

            if (i % 2 == 0)
            {
                await person.Join(room).ShouldBeAsync(200);
            }
        }));
        var now = await ann.ConversationAsync(room);
        Assert.Equal(11, now.Number("memberCount"));
        Assert.Equal(1 + (20 * 6) + 10, now.Number("headSeq"));
    }
}
