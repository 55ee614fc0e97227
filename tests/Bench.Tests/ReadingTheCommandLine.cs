using OneVOne.Bench.Scenarios;

namespace OneVOne.Bench.Tests;

public sealed class ReadingTheCommandLine
{
    [Fact]
    public void Everything_can_be_said_in_any_order()
    {
        var options = BenchOptions.Parse(["--seconds", "2.5", "fanout", "--against", "ours, socketio", "--runs", "5", "dm", "--rate", "400"]);

        Assert.Equal(["fanout", "dm"], options.Scenarios);
        Assert.Equal((2.5, 400, 5), (options.Seconds, options.Rate, options.Runs));
        Assert.Equal(["ours", "socketio"], options.Against.Order());
    }

    [Fact]
    public void Ours_stands_beside_its_limits_unless_something_else_is_asked_for() =>
        Assert.Equal(["bare", "ours"], BenchOptions.Parse(["dm"]).Against.Order());

    [Theory]
    [InlineData("bare", 3)]
    [InlineData("yarp", 1)]
    [InlineData("all", 6)]
    [InlineData("ours,socketio,yarp", 3)]
    public void Of_the_limits_the_nearest_can_be_asked_for_alone(string against, int entrants)
    {
        var asked = BenchOptions.Parse(["fanout", "--against", against]).Against;

        Assert.Equal(entrants, Broadcast.Entrants.Count(entrant => entrant.IsAsked(asked)));
    }

    [Fact]
    public void How_long_is_the_scenario_s_to_say_unless_it_is_asked_for()
    {
        Assert.Null(BenchOptions.Parse(["soak"]).AskedSeconds);
        Assert.Equal(30, BenchOptions.Parse(["soak", "--seconds", "30"]).AskedSeconds);
    }

    [Theory]
    [InlineData("--seconds", "soon")]
    [InlineData("--seconds", "-1")]
    [InlineData("--against", "everyone")]
    [InlineData("--faster")]
    [InlineData("dm", "--rate")]
    public void What_makes_no_sense_is_refused(params string[] arguments) =>
        Assert.Throws<FormatException>(() => BenchOptions.Parse(arguments));
}
