using System.Diagnostics;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

public sealed class ComingBackAfterLong(TwoReplicas replicas)
{
    private const int Missed = 10_000;

    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Ten_thousand_missed_events_are_ten_pages_and_the_state_is_whole()
    {
        var (_, bob, direct) = await app.TwoFriendsAsync();
        await using var model = await bob.ModelAsync();
        await model.DisconnectAsync();
        await app.FillAsync(direct, Missed);
        var counting = new Counting();
        using var client = new HttpClient(counting) { BaseAddress = app.Replicas[1].Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", bob.Token);
        await using var back = new ModelClient(bob.Id, bob.HubAsync, _ => client, id => id != ChatPerson.Lobby);

        var started = Stopwatch.GetTimestamp();
        await back.ConnectAsync(1);
        TestContext.Current.TestOutputHelper?.WriteLine($"whole after {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        Assert.Equal(10, counting.Requests);
        Assert.Equal(Missed, back.Conversations[direct].Shown.Count);
        Assert.Equal(Missed, back.Conversations[direct].Head);
    }

    [Fact]
    public async Task The_largest_page_is_a_setting_of_events_alone()
    {
        var http = app.NewPerson().Http();
        var room = $"/api/chat/conversations/{ChatPerson.Lobby}";
        await http.GetAsync($"{room}/events?limit=1000").ShouldBeAsync(200);
        await http.GetAsync($"{room}/events?limit=1001").ShouldBeProblemAsync(400, "paging.limit_invalid");
        await http.GetAsync($"{room}/messages?limit=101").ShouldBeProblemAsync(400, "paging.limit_invalid");
    }

    private sealed class Counting : DelegatingHandler
    {
        public Counting()
            : base(new SocketsHttpHandler())
        {
        }

        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
