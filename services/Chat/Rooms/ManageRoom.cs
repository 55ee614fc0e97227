using Npgsql;
using NpgsqlTypes;
using OneVOne.Chat.Conversations;
using OneVOne.Chat.Messages;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Chat.Rooms;

/// <summary>What its owner, its admins and the site's moderators do with a room: settings, roles, sending away, the end.</summary>
internal sealed class ManageRoom(ConversationActs acts, Memberships memberships, ReadConversations conversations)
{
    /// <param name="expected">If not null, the version that the settings must have.</param>
    public async Task<Outcome<Conversation>> ChangeAsync(
        CurrentUser me, Guid conversationId, ChangeConversation change, long? expected, CancellationToken cancellationToken)
    {
        var (name, topic) = (RoomSettings.Tidy(change.Name), RoomSettings.Tidy(change.Topic));
        if (RoomSettings.Check(name, topic, change.SlowMode) is { Count: > 0 } errors)
        {
            return Problem.Invalid(errors);
        }

        var act = await acts.ExecuteAsync(
            "change_settings($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                new() { Value = conversationId },
                new() { Value = me.Id },
                new() { Value = IsModerator(me) },
                new() { Value = me.Role >= Role.Admin },
                Optional(name, NpgsqlDbType.Text),
                Optional(topic, NpgsqlDbType.Text),
                Optional(change.History?.ToColumn(), NpgsqlDbType.Text),
                Optional(change.SlowMode, NpgsqlDbType.Integer),
                Optional(expected, NpgsqlDbType.Bigint),
            ],
            cancellationToken);
        return act.IsDone
            ? await conversations.FindAsync(me.Id, conversationId, cancellationToken)
            : RoomProblems.Of(act.Verdict);
    }

    /// <summary>Null when it is done, as the others are.</summary>
    public async Task<Problem?> ChangeRoleAsync(
        CurrentUser me, Guid conversationId, Guid memberId, MemberRole role, CancellationToken cancellationToken)
    {
        var act = await acts.ExecuteAsync(
            "change_role($1, $2, $3, $4, $5)",
            [
                new() { Value = conversationId },
                new() { Value = me.Id },
                new() { Value = IsModerator(me) },
                new() { Value = memberId },
                new() { Value = role.ToColumn() },
            ],
            cancellationToken);
        return act.IsDone ? null : RoomProblems.Of(act.Verdict);
    }

    public async Task<Problem?> RemoveAsync(
        CurrentUser me, Guid conversationId, Guid memberId, CancellationToken cancellationToken)
    {
        var act = await acts.ExecuteAsync(
            "remove_member($1, $2, $3, $4)",
            [
                new() { Value = conversationId },
                new() { Value = me.Id },
                new() { Value = IsModerator(me) },
                new() { Value = memberId },
            ],
            cancellationToken);
        if (!act.IsDone)
        {
            return RoomProblems.Of(act.Verdict);
        }

        await memberships.WentAsync(memberId, conversationId, act);
        return null;
    }

    public async Task<Problem?> DeleteAsync(CurrentUser me, Guid conversationId, CancellationToken cancellationToken)
    {
        var act = await acts.ExecuteAsync(
            "delete_room($1, $2, $3)",
            [new() { Value = conversationId }, new() { Value = me.Id }, new() { Value = IsModerator(me) }],
            cancellationToken);
        return act.IsDone ? null : RoomProblems.Of(act.Verdict);
    }

    private static bool IsModerator(CurrentUser me) => me.Role >= Role.Moderator;

    private static NpgsqlParameter Optional(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
