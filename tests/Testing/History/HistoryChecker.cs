namespace OneVOne.Testing.History;

/// <summary>A promise that a history breaks.</summary>
/// <param name="Invariant">Such as <c>I1</c>.</param>
public sealed record Violation(string Invariant, string Text)
{
    public override string ToString() => $"{Invariant}: {Text}";
}

/// <summary>
/// Proves offline, by what clients recorded, what the system promises: nothing acknowledged is lost (I1), nothing is doubled
/// (I2), one gapless order for everyone (I3), what clients keep is what is there (I5), unread is what can be counted (I6), no
/// older edit over a newer one (I8).
/// </summary>
public static class HistoryChecker
{
    public static IReadOnlyList<Violation> Check(RunHistory history) =>
    [
        .. history.Views.SelectMany(view => Acknowledged(history, view)),
        .. history.Views.SelectMany(Doubled),
        .. history.Views.SelectMany(Gapless),
        .. OneOrder(history),
        .. history.Views.SelectMany(Kept),
        .. history.Views.SelectMany(Unread),
        .. history.Views.SelectMany(view => Edits(history, view)),
    ];

    private static IEnumerable<Violation> Acknowledged(RunHistory history, View view)
    {
        var hidden = view.Events.Where(seen => seen.Hidden).Select(seen => seen.MessageSeq).ToHashSet();
        var bySeq = view.Messages.ToDictionary(message => message.Seq);
        var byClientId = view.Messages.ToLookup(message => (message.AuthorId, message.ClientMessageId));
        var edited = history.Editings.Where(edit => edit.Outcome != Outcome.Refused).ToLookup(edit => edit.MessageId);
        foreach (var sending in history.Sendings.Where(sending => sending.ConversationId == view.ConversationId))
        {
            switch (sending.Outcome)
            {
                case Outcome.Ok when sending.Seq <= view.HistoryFrom || hidden.Contains(sending.Seq):
                    break;
                case Outcome.Ok when !bySeq.TryGetValue(sending.Seq!.Value, out var found) || found.Id != sending.MessageId:
                    yield return new("I1", $"{view.Client} does not see {sending} that was acknowledged");
                    break;
                case Outcome.Ok when bySeq[sending.Seq!.Value] is { IsDeleted: false } shown && shown.Body != sending.Body
                    && edited[shown.Id].All(edit => edit.Body != shown.Body):
                    yield return new("I1", $"{view.Client} sees {shown}, which nobody wrote, for {sending}");
                    break;
                case Outcome.Refused when byClientId.Contains((sending.AuthorId, sending.ClientMessageId)):
                    yield return new("I1", $"{view.Client} sees {sending} that was refused");
                    break;
            }
        }
    }

    private static IEnumerable<Violation> Doubled(View view) =>
        view.Messages.GroupBy(message => (message.AuthorId, message.ClientMessageId)).Where(group => group.Count() > 1)
            .Select(group => new Violation("I2", $"{view.Client} sees {string.Join(" and ", group)}"));

    private static IEnumerable<Violation> Gapless(View view)
    {
        var expected = view.HistoryFrom;
        foreach (var seen in view.Events)
        {
            if (seen.Seq != ++expected)
            {
                yield return new("I3", $"{view.Client} sees {seen} where {expected} should be, in {view.ConversationId}");
                yield break;
            }
        }

        if (expected != view.Head)
        {
            yield return new("I3", $"{view.Client} sees events up to {expected} of {view.Head} in {view.ConversationId}");
        }
    }

    private static IEnumerable<Violation> OneOrder(RunHistory history) =>
        history.Views
            .SelectMany(view => view.Events.Select(seen => (view.ConversationId, seen)))
            .GroupBy(item => (item.ConversationId, item.seen.Seq), item => item.seen with { Hidden = false })
            .Where(group => group.Distinct().Skip(1).Any())
            .Select(group => new Violation(
                "I3", $"number {group.Key.Seq} of {group.Key.ConversationId} is {string.Join(" or ", group.Distinct())}"));

    private static IEnumerable<Violation> Kept(View view) =>
        view.Kept.Keys.Union(view.Fetched.Keys)
            .Where(seq => view.Kept.GetValueOrDefault(seq) != view.Fetched.GetValueOrDefault(seq))
            .Select(seq => new Violation(
                "I5",
                $"{view.Client} kept {view.Kept.GetValueOrDefault(seq) ?? "nothing"} for number {seq} "
                + $"which is {view.Fetched.GetValueOrDefault(seq) ?? "nothing"}"));

    private static IEnumerable<Violation> Unread(View view)
    {
        var counted = view.Messages.Count(message => message.Seq > view.ReadSeq && message.Counts);
        if (Math.Min(counted, 1000) != view.Unread)
        {
            yield return new(
                "I6", $"{view.Client} is told {view.Unread} unread of {view.ConversationId} after {view.ReadSeq}, which are {counted}");
        }
    }

    private static IEnumerable<Violation> Edits(RunHistory history, View view)
    {
        var last = history.Editings.Where(edit => edit.Outcome == Outcome.Ok).GroupBy(edit => edit.MessageId)
            .ToDictionary(group => group.Key, group => group.MaxBy(edit => edit.Version)!);
        foreach (var message in view.Messages.Where(message => !message.IsDeleted && last.ContainsKey(message.Id)))
        {
            var edit = last[message.Id];
            if (message.Version < edit.Version || (message.Version == edit.Version && message.Body != edit.Body))
            {
                yield return new("I8", $"{view.Client} sees {message} after {edit}");
            }
        }
    }
}
