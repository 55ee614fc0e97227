namespace OneVOne.Bench.Driving;

/// <summary>What one connection was told, by its reading thread alone.</summary>
/// <param name="places">One for each member of its circle in each of their rooms.</param>
/// <param name="hearsAll">Whether it must be told of everything; who does not look on may be told less.</param>
internal sealed class Listener(int places, bool hearsAll)
{
    // The number after the last one heard, of each place.
    private readonly int[] next = new int[places];

    // Jumped over: lost, unless they come yet. Made only where something goes wrong.
    private HashSet<(int Place, int Number)>? missing;
    private long heard;
    private long doubled;
    private long outOfOrder;
    private long misdelivered;

    public bool HearsAll => hearsAll;

    public long Heard => Volatile.Read(ref heard);

    /// <returns>Whether it is heard for the first time.</returns>
    public bool Hear(int place, int number)
    {
        if (place < 0)
        {
            misdelivered++;
            return false;
        }

        if (number < next[place])
        {
            if (missing is null || !missing.Remove((place, number)))
            {
                doubled++;
                return false;
            }

            outOfOrder++;
        }
        else
        {
            for (var i = next[place]; i < number; i++)
            {
                (missing ??= []).Add((place, i));
            }

            next[place] = number + 1;
        }

        Volatile.Write(ref heard, heard + 1);
        return true;
    }

    /// <param name="outcomesAt">What became of the messages of a place, in their order.</param>
    public Faults Check(Func<int, IReadOnlyList<Traffic.Outcome>> outcomesAt)
    {
        if (!hearsAll)
        {
            return new Faults(0, doubled, outOfOrder, misdelivered);
        }

        var lost = missing?.Count(each => outcomesAt(each.Place)[each.Number] == Traffic.Outcome.Accepted) ?? 0;
        for (var place = 0; place < places; place++)
        {
            var outcomes = outcomesAt(place);
            for (var number = next[place]; number < outcomes.Count; number++)
            {
                lost += outcomes[number] == Traffic.Outcome.Accepted ? 1 : 0;
            }
        }

        return new Faults(lost, doubled, outOfOrder, misdelivered);
    }
}
