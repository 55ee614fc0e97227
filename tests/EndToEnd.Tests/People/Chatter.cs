using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.EndToEnd.Tests.People;

/// <summary>
/// Sends as an honest client does: keeps the message's id until it has an answer, connects again when the connection
/// breaks, and remembers what was acknowledged.
/// </summary>
public sealed class Chatter(Person person, Guid conversation) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private HubClient? hub;

    /// <summary>What was acknowledged: the message's id, by its client id.</summary>
    public ConcurrentDictionary<Guid, Guid> Acknowledged { get; } = new();

    /// <summary>Everything that the current and earlier connections heard is in the hubs; this is the current one.</summary>
    public HubClient? Hub => hub;

    public async Task<JsonElement> SendAsync(string body)
    {
        var clientMessageId = Guid.CreateVersion7();
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                hub ??= await person.ConnectAsync("/hubs/chat");
                var ack = await hub.CallAsync("Send", new { conversationId = conversation, clientMessageId, body });
                Acknowledged[clientMessageId] = ack.GetProperty("messageId").GetGuid();
                return ack;
            }
            catch (Exception e) when (DateTime.UtcNow < deadline && IsWorthAnotherTry(e))
            {
                if (e is not HubProblemException)
                {
                    await DisposeAsync();
                }

                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Sends some twenty messages a second until told to stop; returns how many were acknowledged.</summary>
    public async Task<int> KeepSendingAsync(CancellationToken stop)
    {
        var count = 0;
        using var pace = new PeriodicTimer(Pace);
        while (!stop.IsCancellationRequested)
        {
            await SendAsync($"message {count++} of {person.Username}");
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }

        return count;
    }

    public async ValueTask DisposeAsync()
    {
        if (hub is not null)
        {
            await hub.DisposeAsync();
            hub = null;
        }
    }

    private static bool IsWorthAnotherTry(Exception e) =>
        e is IOException or WebSocketException or TimeoutException or OperationCanceledException or ObjectDisposedException
        || e is HubProblemException { Status: 429 or >= 500 };
}
