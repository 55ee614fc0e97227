using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Realtime;

public sealed class StoppingAReplica(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Its_clients_are_sent_away_and_what_was_taken_in_is_written()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var replica = await OwnReplica.StartAsync(app);
        var hubs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ =>
            HubClient.ConnectAsync(replica.Address, "/hubs/chat", ann.Token)));
        foreach (var hub in hubs)
        {
            await hub.CallAsync("Sync", new { heads = new { } });
        }

        Task<System.Text.Json.JsonElement> sending;
        Task<int> stopping;
        await using (await app.HoldAsync(direct))
        {
            sending = hubs[0].CallAsync("Send", ChatPerson.Message(direct, "in flight"));
            await app.WriterWaitsAsync();
            stopping = replica.StopAsync();
            foreach (var hub in hubs)
            {
                Assert.InRange((await hub.HearAsync("Reconnect")).Number("afterMs"), 0, 3000);
            }
        }

        Assert.Equal(1, (await sending).Number("seq"));
        Assert.Equal(0, await stopping);
        Assert.Single(await bob.EventsAsync(direct));
        foreach (var hub in hubs)
        {
            await hub.Closed.WaitAsync(TimeSpan.FromSeconds(5));
            await hub.DisposeAsync();
        }
    }
}
