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
    [InlineData("--seconds", "soon")]
    [InlineData("--seconds", "-1")]
    [InlineData("--against", "everyone")]
    [InlineData("--faster")]
    [InlineData("dm", "--rate")]
    public void What_makes_no_sense_is_refused(params string[] arguments) =>
        Assert.Throws<FormatException>(() => BenchOptions.Parse(arguments));
}
