using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;
using OneVOne.Testing.History;

namespace OneVOne.Chat.Tests.Histories;

/// <summary>A device that does what comes to its mind, over the hub and over HTTP, on any replica, and notes what came of it.</summary>
internal sealed class Device(string name, ModelClient model, World world, int seed)
{
    // A killed replica or database may take long to come back on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string[] Emoji = ["👍", "🎉", "❤️"];

    private readonly Random random = new(seed);
    private int sent;

    public string Name => name;

    public ModelClient Model => model;

    /// <summary>One act; weights are the numbers.</summary>
    public async Task ActAsync()
    {
        if (model.Hub is not { Closed.IsCompleted: false })
        {
            await ReconnectAsync();
        }

        model.Listen();
        await (random.Next(20) switch
        {
            < 9 => SendAsync(),
            < 12 => ReadAsync(),
            < 13 => MarkUnreadAsync(),
            < 15 => EditAsync(),
            < 17 => ChangeAsync(),
            < 18 => DeleteAsync(),
            < 19 => JoinOrLeaveAsync(),
            _ => ReconnectAsync(),
        });
    }

    /// <summary>Comes back on any replica that takes it.</summary>
    public async Task ReconnectAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await model.ConnectAsync(random.Next(world.Replicas));
                return;
            }
            catch (Exception e) when (world.Faults && IsPatient(started) && e is not OutOfMemoryException)
            {
                await BackOffAsync();
            }
        }
    }

    private async Task SendAsync()
    {
        var conversationId = Pick(world.Conversations);
        var (id, body) = (Guid.NewGuid(), $"{name} {++sent} @{name}");
        var replyTo = random.Next(4) == 0 ? PickMessage(conversationId)?.Id : null;
        var mayHaveHappened = false;
        var started = TimeProvider.System.GetTimestamp();
        while (IsPatient(started))
        {
            var (status, answer) = await TrySendAsync(conversationId, id, body, replyTo);
            switch (status)
            {
                case 200 or 201:
                    world.History.Add(new Sending(
                        model.Me, conversationId, id, body, Outcome.Ok, answer.Id("messageId"), answer.Number("seq")));
                    return;
                case >= 400 and < 500 and not 429:
                    world.History.Add(new Sending(
                        model.Me, conversationId, id, body, mayHaveHappened ? Outcome.Unknown : Outcome.Refused));
                    return;
                case 429:
                    break;
                default:
                    Expect(world.Faults, $"a send was answered {status}: {answer}");
                    mayHaveHappened = true;
                    break;
            }

            await BackOffAsync();
        }

        world.History.Add(new Sending(model.Me, conversationId, id, body, Outcome.Unknown));
    }

    private async Task<(int Status, JsonElement Answer)> TrySendAsync(Guid conversationId, Guid clientMessageId, string body, Guid? replyTo)
    {
        if (model.Hub is not { } hub || random.Next(2) == 0)
        {
            return await CallAsync(
                HttpMethod.Post, $"conversations/{conversationId}/messages", new { clientMessageId, body, replyTo });
        }

        try
        {
            return (200, await hub.CallAsync("Send", new { conversationId, clientMessageId, body, replyTo }));
        }
        catch (HubProblemException e)
        {
            return (e.Status, e.Problem);
        }
        catch (Exception e) when (e is IOException or WebSocketException or TimeoutException or ObjectDisposedException)
        {
            await ReconnectAsync();
            return (0, default);
        }
    }

    private async Task EditAsync()
    {
        if (world.Has("PATCH", "/messages/{id}") && PickMessage(Pick(world.Conversations), own: true) is { } message)
        {
            var body = $"{message.Body}, again";
            var (status, answer) = await CallAsync(HttpMethod.Patch, $"messages/{message.Id}", new { body });
            world.History.Add(status switch
            {
                200 => new Editing(message.Id, body, Outcome.Ok, answer.Number("version")),
                >= 400 and < 500 => new Editing(message.Id, body, Outcome.Refused),
                _ => new Editing(message.Id, body, Outcome.Unknown),
            });
        }
    }

    private async Task ChangeAsync()
    {
        if (PickMessage(Pick(world.Conversations)) is not { } message)
        {
            return;
        }

        var method = random.Next(3) == 0 ? HttpMethod.Delete : HttpMethod.Put;
        if (world.Has("PUT", "/messages/{id}/reactions/{emoji}") && random.Next(4) != 0)
        {
            await CallAsync(method, $"messages/{message.Id}/reactions/{Uri.EscapeDataString(Pick(Emoji))}");
        }
        else if (world.Has("PUT", "/messages/{id}/pin"))
        {
            await CallAsync(method, $"messages/{message.Id}/pin");
        }
    }

    private async Task DeleteAsync()
    {
        var isForMe = random.Next(2) == 0;
        if (world.Has("DELETE", "/messages/{id}") && PickMessage(Pick(world.Conversations), own: !isForMe) is { } message)
        {
            await CallAsync(HttpMethod.Delete, $"messages/{message.Id}{(isForMe ? "?for=me" : "")}");
        }
    }

    private async Task JoinOrLeaveAsync()
    {
        if (world.Rooms.Count > 0)
        {
            var act = random.Next(3) == 0 ? "leave" : "join";
            await CallAsync(HttpMethod.Post, $"conversations/{Pick(world.Rooms)}/{act}", new { });
        }
    }

    private async Task ReadAsync()
    {
        if (Known(Pick(world.Conversations)) is { Head: > 0 } conversation)
        {
            // Out of order too: the highest wins.
            var seq = random.NextInt64(Math.Max(1, conversation.Head - 10), conversation.Head + 1);
            await CallAsync(HttpMethod.Put, $"conversations/{conversation.Id}/read", new { seq });
        }
    }

    private async Task MarkUnreadAsync()
    {
        if (Known(Pick(world.Conversations)) is { Head: > 0 } conversation)
        {
            var seq = random.NextInt64(Math.Max(1, conversation.Head - 5), conversation.Head + 1);
            await CallAsync(HttpMethod.Put, $"conversations/{conversation.Id}/unread", new { seq });
        }
    }

    private async Task<(int Status, JsonElement Answer)> CallAsync(HttpMethod method, string path, object? body = null)
    {
        try
        {
            using var request = new HttpRequestMessage(method, $"/api/chat/{path}")
            {
                Content = body is null ? null : JsonContent.Create(body),
            };
            using var response = await model.Http(random.Next(world.Replicas)).SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Expect(world.Faults || (int)response.StatusCode < 500, $"{method} {path} was answered {response.StatusCode}: {text}");
            return ((int)response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
        }
        catch (Exception e) when (world.Faults && e is HttpRequestException or TaskCanceledException or IOException)
        {
            return (0, default);
        }
    }

    private ModelConversation? Known(Guid conversationId) => model.Conversations.GetValueOrDefault(conversationId);

    private ModelMessage? PickMessage(Guid conversationId, bool own = false)
    {
        var latest = Known(conversationId)?.Latest(20)
            .Where(message => message.Type == "message.created" && (!own || message.AuthorId == model.Me)).ToList();
        return latest is { Count: > 0 } ? Pick(latest) : null;
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private static bool IsPatient(long started) => TimeProvider.System.GetElapsedTime(started) < Patience;

    // As clients do: not all at once, not at once again.
    private Task BackOffAsync() => Task.Delay(random.Next(20, 200));

    private void Expect(bool condition, string what) => Assert.True(condition, $"{name}: {what}");
}
