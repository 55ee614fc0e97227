using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// The end of a connection whose reader does not keep up: a close record that says why stands behind what waits already, and
/// after some time the connection ends whether that was read or not. Its client comes back and asks what it missed.
/// </summary>
internal static class SlowReaders
{
    private static readonly Problem TooSlow =
        new(429, "realtime.too_slow", "This connection reads too slowly. Connect again and ask Sync for what was missed.");

    public static async Task CutOffAsync(HubConnectionContext connection, TimeSpan timeout)
    {
        var goodbye = new CloseMessage(
            JsonSerializer.Serialize(TooSlow.ToDetails(), JsonSerializerOptions.Web), allowReconnect: true);
        try
        {
            await connection.WriteAsync(goodbye).AsTask().WaitAsync(timeout);
        }
        catch (Exception)
        {
            // The end in order would wait for this reader too.
            connection.Features.Get<IConnectionLifetimeFeature>()?.Abort();
        }

        connection.Abort();
    }
}
