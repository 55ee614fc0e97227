using OneVOne.Bench.Driving;

namespace OneVOne.Bench.Tests;

public sealed class CountingTimes
{
    [Theory]
    [InlineData(0.001)]
    [InlineData(0.7)]
    [InlineData(2.047)]
    [InlineData(2.048)]
    [InlineData(12.345)]
    [InlineData(999.9)]
    [InlineData(61_234.5)]
    public void A_time_comes_back_to_three_digits(double milliseconds)
    {
        var times = new Histogram();
        times.Record(TimeSpan.FromMilliseconds(milliseconds));

        Assert.InRange(times.Percentile(1), milliseconds * 0.999, Math.Max(milliseconds * 1.001, milliseconds + 0.001));
    }

    [Fact]
    public void Percentiles_are_those_of_the_sorted_times()
    {
        var times = new Histogram();
        foreach (var milliseconds in Enumerable.Range(1, 1000).Reverse())
        {
            times.Record(TimeSpan.FromMilliseconds(milliseconds));
        }

        Assert.Equal(1000, times.Count);
        Assert.InRange(times.Percentile(0.5), 500, 500.6);
        Assert.InRange(times.Percentile(0.99), 990, 991);
        Assert.InRange(times.Percentile(1), 1000, 1001);
    }

    [Fact]
    public void What_takes_longer_than_the_longest_time_is_counted_as_that()
    {
        var times = new Histogram();
        times.Record(TimeSpan.FromDays(1));

        Assert.Equal(1, times.Count);
        Assert.True(times.Percentile(1) > TimeSpan.FromMinutes(60).TotalMilliseconds);
    }

    [Fact]
    public void A_curve_ends_near_the_slowest()
    {
        var times = new Histogram();
        for (var i = 1; i <= 10_000; i++)
        {
            times.Record(TimeSpan.FromMilliseconds(i / 100.0));
        }

        var curve = times.Curve();

        Assert.Equal(0, curve[0].Part);
        Assert.InRange(curve[^1].Milliseconds, 99.9, 100.1);
        Assert.Equal(curve.OrderBy(point => point.Milliseconds), curve);
    }
}
