using OneVOne.Chat.Tests.Host;
using OneVOne.Testing.History;

namespace OneVOne.Chat.Tests.Histories;

/// <summary>A checker that finds nothing proves nothing: each fault that it is there for, planted on purpose.</summary>
public sealed class FindingPlantedFaults(TwoReplicas replicas)
{
    private static readonly Guid Conversation = Guid.NewGuid();
    private static readonly Guid Ann = Guid.NewGuid();
    private static readonly Guid Bob = Guid.NewGuid();
    private static readonly SeenMessage[] Messages = [.. Enumerable.Range(1, 5).Select(Message)];

    [Fact]
    public void A_history_as_it_should_be_has_no_fault() => Assert.Empty(HistoryChecker.Check(History(View(Messages))));

    [Fact]
    public void A_lost_acknowledgement_is_found()
    {
        var lost = new Sending(Ann, Conversation, Guid.NewGuid(), "lost", Outcome.Ok, Guid.NewGuid(), 6);
        ShouldFind("I1", History(View(Messages), more: lost));
        // It is no excuse that a later one was hidden by who looks.
        var view = View(Messages);
        ShouldFind("I1", History(view with { Events = [.. view.Events, new(6, "message.pinned", Messages[4].Id, 5, Hidden: true)] }, more: lost));
        // Somebody else has its number.
        ShouldFind("I1", History(View(Messages), more: lost with { Seq = 5 }));
    }

    [Fact]
    public void A_changed_text_and_a_refused_message_that_is_there_are_found()
    {
        ShouldFind("I1", History(View([.. Messages[..4], Messages[4] with { Body = "not what was written" }])));
        var refused = new Sending(Bob, Conversation, Messages[4].ClientMessageId, "5", Outcome.Refused);
        ShouldFind("I1", History(View([.. Messages[..4], Messages[4] with { AuthorId = Bob }]), more: refused));
    }

    [Fact]
    public void A_doubled_message_is_found() =>
        ShouldFind("I2", History(View([.. Messages, Message(6) with { ClientMessageId = Messages[0].ClientMessageId }])));

    [Fact]
    public void A_gap_and_a_missing_end_are_found()
    {
        ShouldFind("I3", History(View([.. Messages[..2], .. Messages[3..]])));
        ShouldFind("I3", History(View(Messages) with { Head = 6 }));
    }

    [Fact]
    public void Two_clients_who_see_another_order_are_found()
    {
        var swapped = View([Messages[0], Messages[2] with { Seq = 2 }, Messages[1] with { Seq = 3 }, .. Messages[3..]]);
        ShouldFind("I3", History(View(Messages), swapped with { Client = "other" }));
    }

    [Fact]
    public void A_client_that_kept_something_else_is_found()
    {
        var view = View(Messages);
        ShouldFind("I5", History(view with { Kept = new Dictionary<long, string>(view.Kept) { [3] = "older" } }));
        ShouldFind("I5", History(view with { Kept = view.Kept.Where(item => item.Key != 5).ToDictionary() }));
    }

    [Fact]
    public void A_wrong_unread_is_found()
    {
        ShouldFind("I6", History(View(Messages) with { Unread = 4 }));
        ShouldFind("I6", History(View([.. Messages[..4], Messages[4] with { Counts = false }]) with { Unread = 3 }));
    }

    [Fact]
    public void An_edit_that_an_older_one_overwrote_is_found()
    {
        var view = View([Messages[0] with { Body = "older", Version = 6 }, .. Messages[1..]]);
        var history = History(view);
        history.Add(new Editing(Messages[0].Id, "older", Outcome.Ok, 6));
        Assert.Empty(HistoryChecker.Check(history));
        history.Add(new Editing(Messages[0].Id, "newer", Outcome.Ok, 7));
        ShouldFind("I8", history);
    }

    [Fact]
    public async Task A_row_that_is_deleted_behind_the_back_of_the_service_is_found_in_a_live_run()
    {
        var app = replicas.App;
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var world = new World(2, Faults: false, new RunHistory(), new HashSet<string>());
        world.Conversations.Add(direct);
        var devices = new[]
        {
            new Device("ann", await ann.ModelAsync(), world, 1), new Device("bob", await bob.ModelAsync(1), world, 2),
        };
        while (world.History.Sendings.Count < 10)
        {
            await Task.WhenAll(devices.Select(device => device.ActAsync()));
        }

        await ViewAsync(world, devices);
        Assert.Empty(HistoryChecker.Check(world.History));

        await app.ExecuteAsync($"DELETE FROM messages WHERE conversation_id = '{direct}' AND seq = 4");
        var after = new RunHistory();
        foreach (var sending in world.History.Sendings)
        {
            after.Add(sending);
        }

        await ViewAsync(world with { History = after }, devices);
        var found = HistoryChecker.Check(after).Select(violation => violation.Invariant).ToHashSet();
        Assert.Superset(new HashSet<string> { "I1", "I3", "I5" }, found);
        foreach (var device in devices)
        {
            await device.Model.DisconnectAsync();
        }
    }

    private static async Task ViewAsync(World world, IEnumerable<Device> devices)
    {
        foreach (var device in devices)
        {
            await device.Model.CatchUpAsync();
            world.History.Add(await device.Model.ViewAsync(device.Name, world.Conversations[0]));
        }
    }

    private static void ShouldFind(string invariant, RunHistory history) =>
        Assert.Contains(HistoryChecker.Check(history), violation => violation.Invariant == invariant);

    /// <summary>Ann wrote five, and Bob, who looks, has read two.</summary>
    private static RunHistory History(View view, View? another = null, Sending? more = null)
    {
        var history = new RunHistory();
        foreach (var message in Messages)
        {
            history.Add(new Sending(Ann, Conversation, message.ClientMessageId, message.Body, Outcome.Ok, message.Id, message.Seq));
        }

        history.Add(view);
        if (another is not null)
        {
            history.Add(another);
        }

        if (more is not null)
        {
            history.Add(more);
        }

        return history;
    }

    private static SeenMessage Message(int seq) =>
        new(seq, Guid.NewGuid(), Ann, Guid.NewGuid(), $"{seq}", seq, Counts: true, IsDeleted: false);

    private static View View(SeenMessage[] messages) => new(
        "bob",
        Bob,
        Conversation,
        0,
        messages[^1].Seq,
        [.. messages.Select(message => new SeenEvent(message.Seq, "message.created", message.Id))],
        messages,
        messages.ToDictionary(message => message.Seq, message => message.Body),
        messages.ToDictionary(message => message.Seq, message => message.Body),
        2,
        messages.Count(message => message.Seq > 2));
}
