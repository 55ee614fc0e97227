using OneVOne.Bench.Driving;
using OneVOne.Bench.Reporting;
using OneVOne.Bench.Sampling;
using OneVOne.Bench.Scenarios;

namespace OneVOne.Bench.Tests;

public sealed class TellingWhatAMessageCosts
{
    private static readonly Dictionary<string, long> NoDepths = [];

    [Fact]
    public void It_is_what_is_used_while_messages_are_written_less_what_is_used_in_quiet()
    {
        var step = StepOf(At(1, 100, chat: 9), At(3, 100, chat: 0.2), At(4, 300, chat: 0.4), At(5, 0, chat: 9));

        Assert.Equal(1500, step.ProcessorOfEach()["chat"], 0.001);
        Assert.Equal(1000, step.ProcessorOfEach(new Dictionary<string, double> { ["chat"] = 0.1 })["chat"], 0.001);
    }

    [Fact]
    public void The_load_generator_is_no_part_of_it()
    {
        var processor = StepOf(At(3, 100, chat: 0.2)).ProcessorOfEach();

        Assert.Equal(2000, StepRows.OfTarget(processor), 0.001);
        Assert.Equal("chat 2,000", StepRows.InWords(processor));
        Assert.Equal(1000, processor[Sampler.Bench], 0.001);
    }

    [Fact]
    public void Sizes_are_drawn_in_the_order_in_which_they_were_measured()
    {
        var growth = new Growth("cost", "members", "µs");
        growth.Add("all look on", "10", 5);
        growth.Add("all look on", "1,000", 7);
        growth.Add("few look on", "1,000", 6);

        Assert.Equal([(0, "10"), (1, "1,000")], growth.Places);
        Assert.Equal([(0, 5), (1, 7)], growth.Lines[0].Points);
        Assert.Equal([(1, 6)], growth.Lines[1].Points);
    }

    private static Sample At(double second, double accepted, double chat) => new(
        second, accepted, accepted, new Dictionary<string, double> { ["chat"] = chat, [Sampler.Bench] = 0.1 },
        new Dictionary<string, double>(), NoDepths);

    private static Step StepOf(params Sample[] samples) =>
        new(100, 100, 100, 1, 1, 0, 1, new Histogram(), new Histogram(), new Faults(0, 0, 0, 0), 0, samples);
}
