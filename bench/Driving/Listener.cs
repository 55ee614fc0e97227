namespace OneVOne.Bench.Driving;

/// <summary>What one connection was told, by its reading thread alone.</summary>
internal sealed class Listener(int members)
{
    // The number after the last one heard, of each member.
    private readonly int[] next = new int[members];

    // Jumped over: lost, unless they come yet. Made only where something goes wrong.
    private HashSet<(int Place, int Number)>? missing;
    private long heard;
    private long doubled;
    private long outOfOrder;
    private long misdelivered;

    public long Heard => Volatile.Read(ref heard);

    public void Hear(int place, int number)
    {
        if (place < 0)
        {
            misdelivered++;
        }
        else if (number == next[place])
        {
            next[place]++;
            Volatile.Write(ref heard, heard + 1);
        }
        else if (number > next[place])
        {
            missing ??= [];
            for (var i = next[place]; i < number; i++)
            {
                missing.Add((place, i));
            }

            next[place] = number + 1;
            Volatile.Write(ref heard, heard + 1);
        }
        else if (missing is not null && missing.Remove((place, number)))
        {
            outOfOrder++;
            Volatile.Write(ref heard, heard + 1);
        }
        else
        {
            doubled++;
        }
    }

    public Faults Check(Func<int, Traffic.Authored> authorAt)
    {
        var lost = missing?.Count(each => authorAt(each.Place).Outcomes[each.Number] == Traffic.Outcome.Accepted) ?? 0;
        for (var place = 0; place < members; place++)
        {
            var outcomes = authorAt(place).Outcomes;
            for (var number = next[place]; number < outcomes.Count; number++)
            {
                lost += outcomes[number] == Traffic.Outcome.Accepted ? 1 : 0;
            }
        }

        return new Faults(lost, doubled, outOfOrder, misdelivered);
    }
}
