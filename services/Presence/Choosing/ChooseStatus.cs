using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.Presence.Connections;
using OneVOne.ServiceDefaults.Emojis;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Presence.Choosing;

/// <summary>Keeps what a person wants to look like, and tells it to whoever may know, on the way out of the request.</summary>
internal sealed partial class ChooseStatus(
    NpgsqlDataSource database,
    PresenceRegister register,
    HeldPeople people,
    ChosenStatusTeller teller,
    IOptions<PresenceOptions> options,
    TimeProvider time,
    ILogger<ChooseStatus> logger)
{
    public async Task<Outcome<OwnStatus>> ExecuteAsync(Guid me, OwnStatus wanted, CancellationToken cancellationToken)
    {
        var status = wanted with { Text = OrNull(wanted.Text), Emoji = OrNull(wanted.Emoji) };
        if (Check(status) is { Count: > 0 } errors)
        {
            return Problem.Invalid(errors);
        }

        await ChosenStatusTable.WriteAsync(
            database, me, status, await IsConnectedAsync(me), options.Value.AnnounceWithin, cancellationToken);
        try
        {
            // No longer the caller's to cancel: it is kept, so it is told.
            await teller.TellAsync([me], CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException || PresenceRegister.IsAway(e))
        {
            Log.ToldLater(logger, e.Message);
        }

        return status;
    }

    private Dictionary<string, string[]> Check(OwnStatus status)
    {
        var errors = new Dictionary<string, string[]>();
        if (PresenceText.Check(status.Text) is { } message)
        {
            errors["text"] = [message];
        }

        if (status.Emoji is not null && !Emoji.IsOne(status.Emoji))
        {
            errors["emoji"] = ["It is one emoji."];
        }

        var now = time.GetUtcNow();
        if (status.Until <= now || status.Until > now + PresenceLimits.MaxTextLifetime)
        {
            errors["until"] = [$"It lies in the future, at most {PresenceLimits.MaxTextLifetime.TotalDays:0} days away."];
        }
        else if (status is { Until: not null, Text: null, Emoji: null })
        {
            errors["until"] = ["It is the end of text and emoji, and there is neither."];
        }

        return errors;
    }

    private async Task<bool> IsConnectedAsync(Guid me)
    {
        try
        {
            return (await register.ReadAsync([me])).Count == 1;
        }
        catch (Exception e) when (PresenceRegister.IsAway(e))
        {
            return people.Find(me) is not null;
        }
    }

    private static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A chosen status is told later: {Reason}")]
        public static partial void ToldLater(ILogger logger, string reason);
    }
}
