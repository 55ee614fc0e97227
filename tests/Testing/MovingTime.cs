namespace OneVOne.Testing;

/// <summary>The real time, moved on by hand; timers run by the real one.</summary>
public sealed class MovingTime : TimeProvider
{
    private long ticks;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref ticks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
