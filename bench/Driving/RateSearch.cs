namespace OneVOne.Bench.Driving;

/// <summary>Finds the highest rate that is held in time: up in great steps until one is not held in two tries, then between.</summary>
internal static class RateSearch
{
    private const double Up = 2;
    private const int Between = 4;
    private const int Most = 20;

    /// <returns>All that were tried, in that order. The best is the highest of those that were held.</returns>
    public static async Task<IReadOnlyList<Step>> RunAsync(double start, double milliseconds, Func<double, Task<Step>> tryRate)
    {
        var tried = new List<Step>();
        var (held, missed, rate) = (0.0, double.PositiveInfinity, start);
        for (var between = 0; between < Between && tried.Count < Most;)
        {
            var step = await TryAsync(rate);
            // In a few seconds one stall of the machine is more than one in a hundred. What cannot be held is not held twice.
            if (!step.Holds(milliseconds))
            {
                step = await TryAsync(rate);
            }

            if (step.Holds(milliseconds))
            {
                held = Math.Max(held, rate);
            }
            else
            {
                missed = Math.Min(missed, rate);
            }

            if (double.IsPositiveInfinity(missed))
            {
                rate *= Up;
            }
            else if (held == 0)
            {
                rate /= Up;
            }
            else
            {
                between++;
                rate = Math.Sqrt(held * missed);
            }
        }

        return tried;

        async Task<Step> TryAsync(double next)
        {
            var step = await tryRate(next);
            tried.Add(step);
            return step;
        }
    }
}
