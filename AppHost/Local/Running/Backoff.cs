namespace OneVOne.AppHost.Local.Running;

/// <summary>How long a process that died stays down: 0.5, 1, 2, 4 … 30 s; anew after a minute of life.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongLife = TimeSpan.FromSeconds(60);

    private int _deaths;

    public TimeSpan After(TimeSpan life)
    {
        _deaths = life >= LongLife ? 1 : _deaths + 1;
        var pause = First * Math.Pow(2, Math.Min(_deaths - 1, 10));
        return pause < Longest ? pause : Longest;
    }
}
