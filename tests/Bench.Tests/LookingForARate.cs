using OneVOne.Bench.Driving;

namespace OneVOne.Bench.Tests;

public sealed class LookingForARate
{
    private const double InTime = 100;

    [Theory]
    [InlineData(100, 3_000)]
    [InlineData(1_000, 1_100)]
    [InlineData(5_000, 700)]
    public async Task The_highest_rate_that_is_held_is_found_to_a_seventh(double start, double capacity)
    {
        var tried = await RateSearch.RunAsync(start, InTime, rate => Task.FromResult(StepOf(rate, rate <= capacity)));

        var best = tried.Where(step => step.Holds(InTime)).Max(step => step.Rate);
        Assert.InRange(best, capacity / 1.15, capacity);
    }

    [Fact]
    public async Task One_stall_does_not_decide()
    {
        var seen = new HashSet<double>();
        var tried = await RateSearch.RunAsync(1_000, InTime, rate => Task.FromResult(StepOf(rate, rate <= 3_000 && !seen.Add(rate))));

        Assert.InRange(tried.Where(step => step.Holds(InTime)).Max(step => step.Rate), 3_000 / 1.15, 3_000);
    }

    [Fact]
    public async Task It_ends_where_nothing_is_held()
    {
        var tried = await RateSearch.RunAsync(1_000, InTime, rate => Task.FromResult(StepOf(rate, held: false)));

        Assert.NotEmpty(tried);
        Assert.DoesNotContain(tried, step => step.Holds(InTime));
    }

    private static Step StepOf(double rate, bool held)
    {
        var times = new Histogram();
        times.Record(TimeSpan.FromMilliseconds(held ? InTime / 2 : InTime * 2));
        return new Step(rate, rate, rate, 1, 1, 0, 1, times, times, new Faults(0, 0, 0, 0), 0, []);
    }
}
