using System.Text.Json;
using OneVOne.AppHost.Testing;
using OneVOne.EndToEnd.Tests.People;
using OneVOne.EndToEnd.Tests.Stories;
using OneVOne.Testing;

namespace OneVOne.EndToEnd.Tests.Faults;

/// <summary>
/// Kills one process after the other with SIGKILL while people chat. Each time the system must be whole again by itself
/// within 30 seconds, and at the end every acknowledged message is there once, in one order.
/// </summary>
public sealed class KillingWhilePeopleChat : IAsyncLifetime
{
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(30);

    private OneVOneSystem system = null!;
    private TwoPeople people = null!;

    public async ValueTask InitializeAsync()
    {
        system = await OneVOneSystem.StartAsync();
        people = await TwoPeople.RegisterAsync(system.GatewayUrl);
        await people.BecomeFriendsAsync();
        await people.SeeEachOtherOnlineAsync();
        await people.ChatLiveAsync();
    }

    [Fact]
    public async Task Every_process_can_be_killed_and_nothing_acknowledged_is_lost()
    {
        using var stop = new CancellationTokenSource();
        await using var ann = new Chatter(people.Ann, people.Conversation);
        await using var bob = new Chatter(people.Bob, people.Conversation);
        var sending = Task.WhenAll(ann.KeepSendingAsync(stop.Token), bob.KeepSendingAsync(stop.Token));

        foreach (var (resource, replica) in new[]
        {
            ("chat", 0), ("chat", 1), ("presence", 0), ("notifications", 1), ("friends", 0), ("identity", 0), ("gateway", 0),
            ("rabbitmq", 0), ("redis", 0), ("postgres", 0),
        })
        {
            await system.KillAsync(resource, replica);
            await Eventually.IsAsync($"whole again after {resource} {replica} was killed", IsWholeAsync, Whole);
        }

        await stop.CancelAsync();
        var sent = await sending.EndsAsync("the last messages are answered", Whole);
        Assert.All(sent, count => Assert.True(count > 0));
        await AssertNothingIsLostAsync([ann, bob]);
    }

    public async ValueTask DisposeAsync()
    {
        await people.DisposeAsync();
        await system.DisposeAsync();
    }

    private async Task AssertNothingIsLostAsync(Chatter[] chatters)
    {
        var history = await HistoryAsync(people.Ann);
        Assert.Equal(Enumerable.Range(1, history.Count).Select(n => (long)n), history.Select(m => m.GetProperty("seq").GetInt64()));
        var stored = history.ToDictionary(m => m.GetProperty("clientMessageId").GetGuid(), m => m.GetProperty("id").GetGuid());
        foreach (var (clientMessageId, messageId) in chatters.SelectMany(chatter => chatter.Acknowledged))
        {
            Assert.Equal(messageId, stored[clientMessageId]);
        }

        Assert.Equal(
            history.Select(m => m.GetProperty("id").GetGuid()),
            (await HistoryAsync(people.Bob)).Select(m => m.GetProperty("id").GetGuid()));
    }

    /// <summary>
    /// A connection to the killed database that lay in a replica's pool since is found out by the first who gets it, whom the
    /// replica tells to try again.
    /// </summary>
    private Task<IReadOnlyList<JsonElement>> HistoryAsync(Person person) => Eventually.GetAsync("history is read", async () =>
    {
        try
        {
            return await person.HistoryAsync(people.Conversation);
        }
        catch (Exception e) when (e.Message.Contains("service.unavailable", StringComparison.Ordinal))
        {
            return null;
        }
    });

    /// <summary>New people can do everything: every service, the bus, Redis and the database take part.</summary>
    private async Task<bool> IsWholeAsync()
    {
        try
        {
            await using var fresh = await TwoPeople.RegisterAsync(system.GatewayUrl);
            await fresh.BecomeFriendsAsync().WaitAsync(TimeSpan.FromSeconds(8));
            await fresh.SeeEachOtherOnlineAsync().WaitAsync(TimeSpan.FromSeconds(5));
            await fresh.ChatLiveAsync().WaitAsync(TimeSpan.FromSeconds(5));
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            TestContext.Current.SendDiagnosticMessage("Not whole yet: {0}", e.Message);
            return false;
        }
    }
}
