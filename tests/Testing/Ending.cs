namespace OneVOne.Testing;

/// <summary>
/// Every wait of a test has an end. The test runner has none for what hangs: one test, or a host that does not stop, would hold
/// up all that comes behind it and never say which it was.
/// </summary>
public static class Ending
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Waits for what must end soon; fails with <paramref name="what"/> when it does not in time.</summary>
    public static async Task EndsAsync(this Task task, string what, TimeSpan? within = null)
    {
        var limit = within ?? Longest;
        try
        {
            await task.WaitAsync(limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {what}.");
        }
    }

    /// <inheritdoc cref="EndsAsync(Task, string, TimeSpan?)"/>
    public static async Task<T> EndsAsync<T>(this Task<T> task, string what, TimeSpan? within = null)
    {
        await ((Task)task).EndsAsync(what, within);
        return await task;
    }
}
