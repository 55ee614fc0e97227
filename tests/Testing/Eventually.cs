using System.Diagnostics;

namespace OneVOne.Testing;

/// <summary>Polls until something holds or a deadline passes: events arrive soon, not at once.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);

    // A probe that asks a server has a limit of its own, at most that of an HTTP client; this is for one that has none.
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(120);

    /// <summary>Waits until the condition holds; fails with <paramref name="what"/> when it does not in time.</summary>
    public static Task IsAsync(string what, Func<Task<bool>> condition, TimeSpan? within = null) =>
        IsAsync(() => what, condition, within);

    /// <summary>As the other; what it fails with is asked for only then.</summary>
    public static Task IsAsync(Func<string> what, Func<Task<bool>> condition, TimeSpan? within = null) =>
        GetAsync<object>(what, async () => await condition() ? new object() : null, within);

    /// <summary>Waits until the probe gives something and returns it.</summary>
    public static Task<T> GetAsync<T>(string what, Func<Task<T?>> probe, TimeSpan? within = null)
        where T : class => GetAsync(() => what, probe, within);

    /// <summary>As the other; what it fails with is asked for only then.</summary>
    public static async Task<T> GetAsync<T>(Func<string> what, Func<Task<T?>> probe, TimeSpan? within = null)
        where T : class
    {
        var limit = within ?? Deadline;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await probe().EndsAsync("a probe answers", LongestProbe) is { } found)
            {
                return found;
            }

            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {what()}.");
            }

            await Task.Delay(Step);
        }
    }
}
