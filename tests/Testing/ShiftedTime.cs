namespace OneVOne.Testing;

/// <summary>The real time and some hours: what waits for days in a deployment can be tried out, and timers still run.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long shift;

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref shift));
}
