using FsCheck;
using FsCheck.Fluent;
using OneVOne.Contracts.Friends;
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
    }

    [Fact]
    public void Every_answer_is_the_one_that_the_rules_give() =>
        Prop.ForAll(Acts(), acts => PlayAsync(acts).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Acts_at_once_leave_one_edge_at_most_and_events_that_tell_all() =>
        Prop.ForAll(Acts(), acts => PlayAtOnceAsync(acts).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20));

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

        await app.Events.CatchUpAsync();
        foreach (var (one, other) in new[] { (0, 1), (0, 2), (1, 2) })
        {
            var (ann, bob) = (people[one], people[other]);
            var (areFriends, version) = await ann.RelationToAsync(bob);
            Assert.Equal((areFriends, version), await bob.RelationToAsync(ann));
            Assert.Equal(areFriends ? 1 : 0, (await ann.FriendsAsync()).Count(id => id == bob.Id));
            var events = app.Events.Between(ann, bob);
            Assert.Equal(version, events.Count);
            Assert.Equal(
                areFriends ? 1 : 0,
                events.OfType<FriendRequestAccepted>().Count() - events.OfType<FriendshipEnded>().Count());
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
            _ => throw new ArgumentOutOfRangeException(nameof(act)),
        };
    }

    private sealed record Act(int Actor, Verb Verb, int Other);

    /// <summary>What is between two people, in words of the rules.</summary>
    private sealed record ModelPair(string State = "nothing", int Sender = -1, Guid Request = default)
    {
        public (int Status, ModelPair Next) Apply(Act act) => (act.Verb, State, Mine: Sender == act.Actor) switch
        {
            (Verb.Ask, "friends", _) => (409, this),
            (Verb.Ask, "pending", true) => (200, this),
            (Verb.Ask, "pending", false) => (200, this with { State = "friends" }),
            (Verb.Ask, _, _) => (201, new("pending", act.Actor)),
            (Verb.Unfriend, "friends", _) => (204, this with { State = "ended" }),
            (Verb.Unfriend, _, _) => (404, this),
            (_, "nothing", _) => (404, this),
            (Verb.Cancel, _, false) or (Verb.Accept or Verb.Decline, _, true) => (404, this),
            (Verb.Accept, "friends", _) => (200, this),
            (Verb.Accept, "pending", _) => (200, this with { State = "friends" }),
            (Verb.Decline, "pending" or "declined", _) => (204, this with { State = "declined" }),
            (Verb.Cancel, "pending" or "canceled", _) => (204, this with { State = "canceled" }),
            _ => (409, this),
        };
    }
}
