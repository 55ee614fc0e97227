using System.Collections.Concurrent;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class LosingAReplica(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Killed_while_people_write_nothing_acknowledged_is_lost_and_nothing_doubled()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await using var doomed = await OwnReplica.StartAsync(app);
        using var client = new HttpClient { BaseAddress = doomed.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", ann.Token);
        var acknowledged = new ConcurrentBag<string>();
        var unknown = new ConcurrentBag<(Guid Id, string Body)>();
        var writers = Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; ; i++)
            {
                var (id, body) = (Guid.NewGuid(), $"{writer} {i}");
                try
                {
                    await client.PostAsync($"/api/chat/conversations/{direct}/messages", new { clientMessageId = id, body })
                        .ShouldBeAsync(201);
                    acknowledged.Add(body);
                }
                catch (HttpRequestException)
                {
                    unknown.Add((id, body));
                    return;
                }
            }
        }).ToArray();
        await Eventually.IsAsync("it is busy", () => Task.FromResult(acknowledged.Count > 100));
        await doomed.KillAsync();
        await Task.WhenAll(writers);

        // What has no answer is sent again, to the replicas that live.
        foreach (var (id, body) in unknown)
        {
            using var response = await ann.Post(direct, body, id);
            Assert.True((int)response.StatusCode is 200 or 201);
        }

        var history = await bob.EventsAsync(direct);
        Assert.Equal(WireJson.UpTo(history.Count), history.Seqs());
        Assert.Equal(
            acknowledged.Concat(unknown.Select(send => send.Body)).Order(),
            history.Bodies().Order());
    }
}
