using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Rooms;

/// <summary>Makes a room, which is listed and open; who makes it owns it.</summary>
internal sealed class CreateRoom(ConversationActs acts, Memberships memberships, IOptions<RoomOptions> options)
{
    /// <param name="key">The caller's own name of this call: the same again, by the same person, finds the room of the first.</param>
    public async Task<Outcome<Conversation>> ExecuteAsync(
        CurrentUser me, NewConversation room, string? key, CancellationToken cancellationToken)
    {
        if (room.Kind != ConversationKind.Room)
        {
            return Problem.Invalid("kind", "Only a room can be made.");
        }

        var (name, topic) = (RoomSettings.Tidy(room.Name)!, RoomSettings.Tidy(room.Topic) ?? "");
        if (RoomSettings.Check(name, topic, room.SlowMode) is { Count: > 0 } errors)
        {
            return Problem.Invalid(errors);
        }

        var id = string.IsNullOrEmpty(key) ? Guid.CreateVersion7() : Named(me.Id, key);
        var act = await acts.ExecuteAsync(
            "create_room($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                new() { Value = id },
                new() { Value = me.Id },
                new() { Value = me.Username },
                new() { Value = name },
                new() { Value = topic },
                new() { Value = (room.History ?? HistoryPolicy.All).ToColumn() },
                new() { Value = room.SlowMode ?? 0 },
                new() { Value = options.Value.MaxOwned },
            ],
            cancellationToken);
        return act.IsDone
            ? await memberships.CameAsync(me.Id, id, cancellationToken)
            : RoomProblems.TooMany(options.Value.MaxOwned);
    }

    private static Guid Named(Guid me, string key) =>
        new(SHA256.HashData([.. me.ToByteArray(), .. Encoding.UTF8.GetBytes(key)]).AsSpan(0, 16));
}
