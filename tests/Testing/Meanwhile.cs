namespace OneVOne.Testing;

/// <summary>
/// Something that goes on beside a test until it is stopped, also where the test fails before: it would otherwise go on for as
/// long as the tests run and take the machine from all others.
/// </summary>
public sealed class Meanwhile : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] running;

    private Meanwhile(int times, Func<int, Task> act) =>
        running = [.. Enumerable.Range(0, times).Select(number => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await act(number);
            }
        }))];

    /// <summary>Does it again and again, so many times beside each other; each has a number.</summary>
    public static Meanwhile Repeat(int times, Func<int, Task> act) => new(times, act);

    /// <summary>Lets each come to its end, and fails as they did.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(running).EndsAsync("what went on beside the test comes to its end");
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(running).WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }
}
