using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Chat.Messages;

/// <summary>
/// Finds whom <c>@here</c> means: of the members those whom Presence says to be here. Asked only for who may name
/// them all; whoever is named is looked at again where the text is written.
/// </summary>
internal sealed class WhoIsHere(NpgsqlDataSource dataSource, OnlinePeople online, IOptions<MessageOptions> options)
{
    /// <param name="where">The conversation that the text is written to, or a message of it.</param>
    public async Task<Mentioned> AddAsync(
        Mentioned mentioned, CurrentUser author, Guid where, CancellationToken cancellationToken)
    {
        if (mentioned.Everyone != "here")
        {
            return mentioned;
        }

        var members = await MembersAsync(author, where, cancellationToken);
        return mentioned with { Here = await online.AmongAsync(members, cancellationToken) };
    }

    private async Task<IReadOnlyList<Guid>> MembersAsync(CurrentUser author, Guid where, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            """
            SELECT m.user_id
            FROM conversations c JOIN members m ON m.conversation_id = c.id
            WHERE c.id = coalesce((SELECT named.conversation_id FROM messages named WHERE named.id = $1), $1)
              AND may_read(c, $2) AND moderates_messages(c, $2, $3) AND m.user_id <> $2
            ORDER BY m.joined_at DESC
            LIMIT $4
            """);
        command.Parameters.Add(new() { Value = where });
        command.Parameters.Add(new() { Value = author.Id });
        command.Parameters.Add(ChangeMessage.IsModerator(author));
        command.Parameters.Add(new() { Value = options.Value.HereMembers });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var members = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            members.Add(reader.GetGuid(0));
        }

        return members;
    }
}
