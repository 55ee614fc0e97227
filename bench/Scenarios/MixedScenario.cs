using System.Diagnostics;
using OneVOne.Bench.Driving;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Targets;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Scenarios;

/// <summary>
/// Rooms of ten in which people write, and beside it change what they wrote, react, read on and type: what a busy evening is made of.
/// Messages are measured and checked as in the other scenarios; everything else goes on at a part of their rate.
/// </summary>
internal sealed class MixedScenario : IScenario
{
    private const int Rooms = 50;
    private const int Members = 10;
    private const double DefaultRate = 200;

    // Of all that happens, half is writing and a fifth is editing.
    private static readonly (string What, double ForEachMessage)[] Others =
        [("edit", 0.4), ("react", 0.2), ("read", 0.2), ("type", 0.2)];

    public string Name => "mixed";

    public string Summary => "rooms of ten with messages, edits, reactions, reads and typing";

    public async Task RunAsync(BenchRun run)
    {
        await using var target = await OursTarget.StartAsync();
        run.Say($"{Rooms} rooms of {Members}");
        var shape = new Shape(Rooms, Members);
        await using var audience = await target.GatherAsync(shape);
        var people = await target.System.PeopleAsync(shape.People);
        var posts = await WriteAsync(target.System, audience, people);
        var rate = run.Options.Rate ?? DefaultRate;
        var turns = Others.ToDictionary(each => each.What, _ => 0);
        await MeasureAsync(target, audience, posts, people, turns, rate, run.Options.NewcomersWarmSeconds);
        run.Say($"{rate:0} messages and as many other acts a second");
        var (step, others) = await MeasureAsync(target, audience, posts, people, turns, rate, run.Options.Seconds);
        run.Report.Add(new Measurement("mixed", target.Name, [step], step));
        run.Report.Add("messages a second", step.SendsPerSecond, "1/s", $"{step.Faults}, {step.Refused} refused");
        run.Report.Add("message heard p99", step.Deliveries.Percentile(0.99), "ms", $"p50 {step.Deliveries.Percentile(0.5):0.0} ms");
        run.Report.Add("message answered p99", step.Answers.Percentile(0.99), "ms", $"p50 {step.Answers.Percentile(0.5):0.0} ms");
        foreach (var (what, act) in others)
        {
            run.Report.Add(
                $"{what} answered p99", act.Times.Percentile(0.99), "ms",
                $"p50 {act.Times.Percentile(0.5):0.0} ms; {act.Times.Count} done, {act.Failed} refused");
        }
    }

    private static async Task<(Step Step, Dictionary<string, Act> Others)> MeasureAsync(
        OursTarget target, Audience audience, Post[] posts, IReadOnlyList<Guest> people, Dictionary<string, int> turns, double rate,
        double seconds)
    {
        var acts = Others.ToDictionary(each => each.What, _ => new Act());
        var others = Others.Select(each => OpenLoop.RunAsync(
            rate * each.ForEachMessage, Driver.WarmUp + TimeSpan.FromSeconds(seconds), async (_, due) =>
            {
                // Goes on from the warm-up: the same again would change nothing.
                var turn = turns[each.What]++;
                var place = (int)(turn * 7919L % people.Count);
                if (await ActAsync(target.System, (SignalRLink)audience.Links[place], people[place], posts[place], each.What, turn))
                {
                    acts[each.What].Times.Record(Stopwatch.GetElapsedTime(due));
                }
                else
                {
                    acts[each.What].Fail();
                }
            })).ToArray();
        var step = await Driver.RunAsync(audience, rate, seconds, target.Sampler);
        await Task.WhenAll(others);
        return (step, acts);
    }

    /// <summary>One message of everybody, to edit and to react to.</summary>
    private static async Task<Post[]> WriteAsync(OurSystem system, Audience audience, IReadOnlyList<Guest> people)
    {
        var posts = new Post[people.Count];
        await Gathering.ForEachAsync(posts.Length, async i =>
        {
            var conversation = audience.Links[i].Conversation;
            var written = await system.GetAnswerAsync(
                people[i], HttpMethod.Post, $"api/chat/conversations/{conversation}/messages",
                new { clientMessageId = Guid.NewGuid(), body = "A first word" });
            posts[i] = new Post(conversation, written.GetProperty("messageId").GetString()!, written.GetProperty("seq").GetInt64());
        });
        return posts;
    }

    private static async Task<bool> ActAsync(OurSystem system, SignalRLink link, Guest person, Post post, string what, int turn)
    {
        try
        {
            switch (what)
            {
                case "edit":
                    await system.GetAnswerAsync(person, HttpMethod.Patch, $"api/chat/messages/{post.Message}", new { body = $"Another word, {turn}" });
                    break;
                case "react":
                    // By everyone in turn, and taken back in the next round.
                    var method = turn / (Rooms * Members) % 2 == 0 ? HttpMethod.Put : HttpMethod.Delete;
                    await system.GetAnswerAsync(person, method, $"api/chat/messages/{post.Message}/reactions/%F0%9F%91%8D");
                    break;
                case "read":
                    // Each round one further; the conversation is further than that by then.
                    var seq = post.Seq + (turn / (Rooms * Members));
                    await link.CallAsync("MarkRead", new { conversationId = post.Conversation, seq });
                    break;
                default:
                    await link.CallAsync("Typing", new { conversationId = post.Conversation });
                    break;
            }

            return true;
        }
        catch (Exception e) when (e is HttpRequestException or HubRefusedException or TimeoutException)
        {
            return false;
        }
    }

    private sealed record Post(string Conversation, string Message, long Seq);

    private sealed class Act
    {
        private int failed;

        public Histogram Times { get; } = new();

        public int Failed => Volatile.Read(ref failed);

        public void Fail() => Interlocked.Increment(ref failed);
    }
}
