using OneVOne.Presence.Connections;
using OneVOne.Presence.Status;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Presence.Games;

/// <summary>
/// Shows what a person plays: over the hub for as long as that connection lasts, over HTTP for some minutes at a time. Both
/// end when the person goes offline. Nothing durable: a game that still runs says so again.
/// </summary>
internal sealed class ShowGame(HeldPeople people, PresenceRegister register, AnnouncementQueue announcements)
{
    private static readonly Problem NotOnline = Problem.Conflict(
        "presence.offline", "A game is shown while its player is online: connect to /hubs/presence first.");

    public async Task<Outcome<Game>> OnConnectionAsync(Guid me, string connectionId, Game game)
    {
        if (game.Check() is { } problem)
        {
            return problem;
        }

        await people.PlayAsync(me, connectionId, GameText.Write(game));
        return game;
    }

    public Task EndOnConnectionAsync(Guid me, string connectionId) => people.PlayAsync(me, connectionId, "");

    public async Task<Outcome<Game>> ForAWhileAsync(Guid me, Game game, int? seconds)
    {
        var most = (int)PresenceLimits.MaxGameLifetime.TotalSeconds;
        if (seconds < 1 || seconds > most)
        {
            return Problem.Invalid("ttl", $"It is 1 to {most} seconds; send the game again before they are over.");
        }

        if (game.Check() is { } problem)
        {
            return problem;
        }

        var changes = await PlayAsync(me, GameText.Write(game), TimeSpan.FromSeconds(seconds ?? most));
        return changes.Problem is { } failed ? failed : game;
    }

    public Task<Outcome<bool>> EndAsync(Guid me) => PlayAsync(me, "", TimeSpan.Zero);

    private async Task<Outcome<bool>> PlayAsync(Guid me, string game, TimeSpan lifetime)
    {
        try
        {
            if (await register.PlayAsync(me, game, lifetime) is not { } changes)
            {
                return NotOnline;
            }

            announcements.Add(changes);
            return true;
        }
        catch (Exception e) when (PresenceRegister.IsAway(e))
        {
            return Problem.Unavailable("Games cannot be shown at the moment; try again.");
        }
    }
}
