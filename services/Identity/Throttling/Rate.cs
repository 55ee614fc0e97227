namespace OneVOne.Identity.Throttling;

/// <summary>So many at once, and as many again over the time: then one each <c>Per / Permits</c>.</summary>
public sealed class Rate
{
    public Rate()
    {
    }

    public Rate(int permits, TimeSpan per) => (Permits, Per) = (permits, per);

    public int Permits { get; set; }

    public TimeSpan Per { get; set; }

    internal TimeSpan Step => Per / Permits;

    internal bool IsUsable => Permits > 0 && Per > TimeSpan.Zero;
}

/// <summary>Tries that are counted together.</summary>
/// <param name="Key">What they have in common.</param>
/// <param name="Unless">They are not counted while this key is there; null to count always.</param>
internal readonly record struct Bucket(string Key, Rate Rate, string? Unless = null);
