using Microsoft.AspNetCore.SignalR;
using Npgsql;
using OneVOne.Presence.Connections;
using OneVOne.Presence.Realtime;
using OneVOne.Presence.Status;

namespace OneVOne.Presence.Choosing;

/// <summary>
/// Tells of chosen statuses that changed or came to the end of their text: the person's own devices at once, everyone else by
/// a claimed change as any other. Only then is the row settled, so a crash before that tells it again.
/// </summary>
internal sealed class ChosenStatusTeller(
    NpgsqlDataSource database,
    PresenceRegister register,
    AnnouncementQueue announcements,
    IHubContext<PresenceHub, IPresenceClient> hub)
{
    public async Task TellAsync(IReadOnlyList<Guid> userIds, CancellationToken cancellationToken)
    {
        while (userIds.Count > 0)
        {
            // Read last, right before telling: of two devices that choose at once, both end with what was kept last.
            var rows = await ChosenStatusTable.ReadManyAsync(database, userIds, cancellationToken);
            await Task.WhenAll(rows.Select(row => hub.Clients.User(row.UserId.ToString()).OwnStatusChanged(row.Status)));
            announcements.Add(await register.TouchAsync(rows.Select(row => row.UserId)));
            userIds = await ChosenStatusTable.SettleAsync(database, rows, cancellationToken);
        }
    }
}
