using FsCheck;
using FsCheck.Fluent;
using OneVOne.Testing;

namespace OneVOne.Friends.Tests.Pairs;

/// <summary>Random acts of three people against a model that is as simple as the rules.</summary>
public sealed class ActingAtRandom(FriendsApp app)
{
    private enum Verb
    {
        Ask,
        Accept,
        Decline,
        Cancel,
        Unfriend,
        Block,
        Unblock,
    }

    [Fact]
    public void Every_answer_is_the_one_that_the_rules_give() =>
        Prop.ForAll(Acts(), acts => PlayAsync(acts).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Acts_at_once_leave_one_edge_at_most_and_events_that_tell_all() =>
        Prop.ForAll(Acts(), acts => PlayAtOnceAsync(acts).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    private static Arbitrary<Act[]> Acts() => Gen.Choose(0, 2)
        .SelectMany(_ => Gen.Choose(1, 2), (actor, step) => (actor, other: (actor + step) % 3))
        .SelectMany(_ => Gen.Elements(Enum.GetValues<Verb>()), (who, verb) => new Act(who.actor, verb, who.other))
        .ArrayOf()
        .ToArbitrary();

    private async Task PlayAsync(Act[] acts)
    {
        var people = new[] { app.Register("ann"), app.Register("bob"), app.Register("eve") };
        var pairs = new Dictionary<(int, int), ModelPair>();
        foreach (var act in acts)
        {
            var key = (Math.Min(act.Actor, act.Other), Math.Max(act.Actor, act.Other));
            var pair = pairs.GetValueOrDefault(key, new ModelPair());
            var (status, next) = pair.Apply(act);
            using var answer = await DoAsync(people, act, pair.Request);
            Assert.Equal(status, (int)answer.StatusCode);
            if (status == 201)
            {
                var body = await answer.ShouldBeAsync(201);
                next = next with { Request = body.GetProperty("id").GetGuid() };
            }

            pairs[key] = next;
        }

        await HoldsForAllAsync(people);
        for (var i = 0; i < people.Length; i++)
        {
            var mine = pairs.Where(pair => pair.Key.Item1 == i || pair.Key.Item2 == i).ToArray();
            var waiting = mine.Select(pair => pair.Value).Where(pair => pair.State == "pending").ToLookup(pair => pair.Sender == i);
            Assert.Equal(
                mine.Where(pair => pair.Value.State == "friends")
                    .Select(pair => people[pair.Key.Item1 + pair.Key.Item2 - i].Id).Order(),
                (await people[i].FriendsAsync()).Order());
            Assert.Equal(waiting[true].Select(pair => pair.Request).Order(), (await people[i].RequestsAsync("outgoing")).Order());
            Assert.Equal(waiting[false].Select(pair => pair.Request).Order(), (await people[i].RequestsAsync("incoming")).Order());
            Assert.Equal(
                mine.Where(pair => pair.Value.IsBlockedBy(i))
                    .Select(pair => people[pair.Key.Item1 + pair.Key.Item2 - i].Id).Order(),
                (await people[i].BlocksAsync()).Order());
        }
    }

    private async Task PlayAtOnceAsync(Act[] acts)
    {
        var people = new[] { app.Register("ann"), app.Register("bob"), app.Register("eve") };
        await Task.WhenAll(acts.Select(async act =>
        {
            var (me, other) = (people[act.Actor], people[act.Other]);
            var waiting = (await me.RequestsAsync(act.Verb == Verb.Cancel ? "outgoing" : "incoming")).FirstOrDefault();
            using var answer = await DoAsync(people, act, waiting);
            Assert.InRange((int)answer.StatusCode, 200, 409);
        }));

        await HoldsForAllAsync(people);
    }

    private async Task HoldsForAllAsync(Member[] people)
    {
        await app.Events.CatchUpAsync();
        foreach (var (one, other) in new[] { (0, 1), (0, 2), (1, 2) })
        {
            await Truth.HoldsBetweenAsync(app, people[one], people[other]);
        }
    }

    private static Task<HttpResponseMessage> DoAsync(Member[] people, Act act, Guid request)
    {
        var (me, other) = (people[act.Actor], people[act.Other]);
        return act.Verb switch
        {
            Verb.Ask => me.AskAsync(other),
            Verb.Accept => me.AcceptAsync(request),
            Verb.Decline => me.DeclineAsync(request),
            Verb.Cancel => me.CancelAsync(request),
            Verb.Unfriend => me.UnfriendAsync(other),
            Verb.Block => me.BlockAsync(other),
            Verb.Unblock => me.UnblockAsync(other),
            _ => throw new ArgumentOutOfRangeException(nameof(act)),
        };
    }

    private sealed record Act(int Actor, Verb Verb, int Other);

    /// <summary>What is between two people, in words of the rules.</summary>
    /// <param name="Declined">Who was declined, and <paramref name="Blockers"/> who blocks: a bit for each person.</param>
    private sealed record ModelPair(
        string State = "nothing", int Sender = -1, Guid Request = default, int Declined = 0, int Blockers = 0)
    {
        public bool IsBlockedBy(int person) => (Blockers & Bit(person)) != 0;

        public (int Status, ModelPair Next) Apply(Act act) => (act.Verb, State, Mine: Sender == act.Actor) switch
        {
            (Verb.Ask, "friends", _) => (409, this),
            (Verb.Ask, "pending", true) => (200, this),
            (Verb.Ask, "pending", false) => (200, Befriended),
            (Verb.Ask, _, _) when Blockers != 0 => (403, this),
            (Verb.Ask, _, _) when (Declined & Bit(act.Actor)) != 0 => (409, this),
            (Verb.Ask, _, _) => (201, this with { State = "pending", Sender = act.Actor }),
            (Verb.Unfriend, "friends", _) => (204, this with { State = "ended" }),
            (Verb.Unfriend, _, _) => (404, this),
            (Verb.Block, _, _) => (204, this with
            {
                State = State switch { "friends" => "ended", "pending" => "withdrawn", _ => State },
                Blockers = Blockers | Bit(act.Actor),
            }),
            (Verb.Unblock, _, _) => (204, this with { Blockers = Blockers & ~Bit(act.Actor) }),
            (_, "nothing", _) => (404, this),
            (Verb.Cancel, _, false) or (Verb.Accept or Verb.Decline, _, true) => (404, this),
            (Verb.Accept, "friends", _) => (200, this),
            (Verb.Accept, "pending", _) => (200, Befriended),
            (Verb.Decline, "pending", _) => (204, this with { State = "declined", Declined = Declined | Bit(Sender) }),
            (Verb.Decline, "declined", _) => (204, this),
            (Verb.Cancel, "pending" or "canceled", _) => (204, this with { State = "canceled" }),
            _ => (409, this),
        };

        private ModelPair Befriended => this with { State = "friends", Declined = 0 };

        private static int Bit(int person) => 1 << person;
    }
}
