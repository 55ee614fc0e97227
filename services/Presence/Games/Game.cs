using System.Text.Json;
using System.Text.Json.Serialization;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Presence.Games;

/// <summary>What a person plays, as their game tells it: "Snowfight, in a match, 2 of 4, joinable".</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Name">Of the game.</param>
/// <param name="Details">What is going on in it.</param>
/// <param name="PartyCurrent">How many are in the person's party.</param>
/// <param name="PartySize">How many fit.</param>
/// <param name="Joinable">Whether others may join.</param>
/// <param name="JoinId">What the game needs to join, such as a lobby's id; only together with <paramref name="Joinable"/>.</param>
public sealed record Game(
    GameKind Kind,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Details = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? PartyCurrent = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? PartySize = null,
    bool Joinable = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? JoinId = null)
{
    /// <summary>Why it cannot be shown; null when it can.</summary>
    internal Problem? Check()
    {
        var errors = new Dictionary<string, string[]>();
        AddText(errors, "name", Name, isRequired: true);
        AddText(errors, "details", Details);
        AddText(errors, "joinId", JoinId);
        if ((PartyCurrent is null) != (PartySize is null)
            || PartySize is < 1 or > PresenceLimits.MaxPartySize || PartyCurrent < 0 || PartyCurrent > PartySize)
        {
            errors["partySize"] =
                [$"Give both or none: partySize is 1 to {PresenceLimits.MaxPartySize}, partyCurrent 0 to partySize."];
        }

        if (JoinId is not null && !Joinable)
        {
            errors["joinId"] = ["Only what is joinable has a joinId."];
        }

        return errors.Count == 0 ? null : Problem.Invalid(errors);
    }

    private static void AddText(Dictionary<string, string[]> errors, string field, string? text, bool isRequired = false)
    {
        if (isRequired && string.IsNullOrWhiteSpace(text))
        {
            errors[field] = ["It cannot be empty."];
        }
        else if (PresenceText.Check(text) is { } message)
        {
            errors[field] = [message];
        }
    }
}

public enum GameKind
{
    Game,
}

/// <summary>A game as it is kept beside the connection, and read again.</summary>
internal static class GameText
{
    private static readonly JsonSerializerOptions Options = CreateOptions();

    public static string Write(Game game) => JsonSerializer.Serialize(game, Options);

    public static Game? Read(string text) => text.Length == 0 ? null : JsonSerializer.Deserialize<Game>(text, Options);

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions();
        JsonDefaults.Apply(options);
        return options;
    }
}
