using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Presence.Status;

/// <summary>The act behind <c>GET ?ids=</c> and the hub's <c>Watch</c>: those of the ids whom the caller may see.</summary>
internal sealed class ReadStatuses(StatusReader reader)
{
    public async Task<Outcome<StatusList>> RunAsync(
        CurrentUser me, IReadOnlyList<Guid> userIds, int most, string field, CancellationToken cancellationToken) =>
        userIds.Count > most
            ? Problem.Invalid(field, $"At most {most} ids at a time.")
            : new StatusList(await reader.ReadAsync(me.Id, userIds, cancellationToken));
}

public sealed record StatusList(IReadOnlyList<PersonStatus> Items);
