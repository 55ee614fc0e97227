using System.Text.Json;
using Xunit;

namespace OneVOne.Testing;

/// <summary>
/// A client that keeps its state by the rules of docs/realtime.md alone: from what it hears, <c>events?after=</c> and
/// <c>Sync</c>. Whatever happened, in the end its state is what a client that begins now would fetch; disposing it says so.
/// </summary>
/// <param name="me">Who it is.</param>
/// <param name="connect">Connects to the hub of a replica.</param>
/// <param name="http">Calls a replica.</param>
/// <param name="follows">Which conversations it keeps: a test that shares a system leaves out what all tests write in.</param>
public sealed class ModelClient(
    Guid me, Func<int, Task<HubClient>> connect, Func<int, HttpClient> http, Func<Guid, bool> follows) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<Guid, ModelConversation> conversations = [];
    private string? epoch;
    private string? since;
    private int applied;
    private bool isSyncDue;

    public Guid Me => me;

    /// <summary>Null while it is away.</summary>
    public HubClient? Hub { get; private set; }

    public int Replica { get; private set; }

    /// <summary>How often it had to forget everything, as the server's history was another.</summary>
    public int Resets { get; private set; }

    public IReadOnlyDictionary<Guid, ModelConversation> Conversations => conversations;

    public HttpClient Http(int? replica = null) => http(replica ?? Replica);

    /// <summary>Connects and fetches what it missed.</summary>
    public async Task<ModelClient> ConnectAsync(int replica)
    {
        await DisconnectAsync();
        (Replica, applied) = (replica, 0);
        Hub = await connect(replica);
        await CatchUpAsync();
        return this;
    }

    /// <summary>Goes away in the middle of whatever happens; what it had heard it keeps.</summary>
    public async Task DisconnectAsync()
    {
        if (Hub is { } hub)
        {
            hub.Abort();
            await hub.Closed;
            Listen();
            Hub = null;
            await hub.DisposeAsync();
        }
    }

    /// <summary>Applies what was heard since the last time.</summary>
    public void Listen()
    {
        foreach (var (target, argument) in Hub?.HeardSince(applied) ?? [])
        {
            applied++;
            Hear(target, argument);
        }
    }

    /// <summary>What every client does after each connect and from time to time: <c>Sync</c>, then the missing events.</summary>
    public async Task CatchUpAsync()
    {
        isSyncDue = false;
        Listen();
        var heads = conversations.ToDictionary(item => item.Key, item => item.Value.Head);
        var answer = await Hub!.CallAsync("Sync", new
        {
            heads,
            reads = conversations.ToDictionary(item => item.Key, item => item.Value.ReadSeq),
            epoch,
            since,
        });
        if (answer.GetProperty("epoch").GetString() is var told && epoch is not null && told != epoch)
        {
            conversations.Clear();
            Resets++;
        }

        (epoch, since) = (told, answer.GetProperty("at").GetString());
        foreach (var moved in answer.GetProperty("conversations").EnumerateArray())
        {
            Take(moved, heads);
        }

        if (answer.TryGetProperty("gone", out var gone))
        {
            foreach (var id in gone.EnumerateArray())
            {
                conversations.Remove(id.GetGuid());
            }
        }

        if (answer.TryGetProperty("hidden", out var hidden))
        {
            foreach (var message in hidden.EnumerateArray())
            {
                Hear("Hidden", message);
            }
        }

        foreach (var moved in answer.GetProperty("conversations").EnumerateArray())
        {
            if (conversations.TryGetValue(moved.GetProperty("conversationId").GetGuid(), out var conversation)
                && conversation.Head < moved.GetProperty("headSeq").GetInt64())
            {
                await FetchAsync(conversation);
            }
        }

        await FillGapsAsync();
    }

    /// <summary>Fetches what is missing before what was heard.</summary>
    public async Task FillGapsAsync()
    {
        Listen();
        while (conversations.Values.FirstOrDefault(conversation => conversation.HasGap) is { } behind)
        {
            await FetchAsync(behind);
            Listen();
        }

        if (isSyncDue)
        {
            await CatchUpAsync();
        }
    }

    /// <summary>Waits until its state is what a fresh client would fetch.</summary>
    /// <param name="byEventsAlone">
    /// Without <c>Sync</c>: while the connection holds, what is heard is enough.
    /// </param>
    public async Task ShouldEqualFreshFetchAsync(bool byEventsAlone = false)
    {
        var differences = new List<string>();
        try
        {
            await Eventually.IsAsync("local state equals a fresh fetch", async () =>
            {
                await (byEventsAlone ? FillGapsAsync() : CatchUpAsync());
                differences = await FreshFetch.CompareAsync(this, follows);
                return differences.Count == 0;
            }, Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Of {me} on replica {Replica}: {string.Join("\n", differences.Take(10))}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (Hub is not null)
            {
                await ShouldEqualFreshFetchAsync();
            }
        }
        finally
        {
            await DisconnectAsync();
        }
    }

    private void Hear(string target, JsonElement argument)
    {
        switch (target)
        {
            case "Event":
                Find(argument.GetProperty("conversationId").GetGuid())?.Hear(argument);
                break;
            // Of a conversation that is not known yet all of this is fetched with it.
            case "Read":
                Known(argument)?.Mark(argument.GetProperty("seq").GetInt64(), argument.GetProperty("version").GetInt64());
                break;
            case "Hidden":
                Known(argument)?.Hide(argument.GetProperty("messageId").GetGuid());
                break;
            case "ConversationChanged" or "Hint":
                // One came or went, or is too large to be told of everything: what moved is said by Sync.
                isSyncDue = true;
                break;
            case "BlocksChanged":
                foreach (var conversation in conversations.Values)
                {
                    conversation.Block(argument.GetProperty("userId").GetGuid(), argument.GetProperty("blocked").GetBoolean());
                }

                break;
        }
    }

    private void Take(JsonElement moved, Dictionary<Guid, long> named)
    {
        var id = moved.GetProperty("conversationId").GetGuid();
        if (named.GetValueOrDefault(id) > moved.GetProperty("headSeq").GetInt64())
        {
            // A head never sinks: what was named is of another history.
            conversations.Remove(id);
        }

        if (Find(id) is { } conversation)
        {
            conversation.BeginAt(moved.GetProperty("historyFrom").GetInt64());
            conversation.Mark(moved.GetProperty("readSeq").GetInt64(), moved.GetProperty("readVersion").GetInt64());
        }
    }

    private ModelConversation? Known(JsonElement argument) =>
        conversations.GetValueOrDefault(argument.GetProperty("conversationId").GetGuid());

    private ModelConversation? Find(Guid id)
    {
        if (!follows(id))
        {
            return null;
        }

        if (!conversations.TryGetValue(id, out var conversation))
        {
            conversations[id] = conversation = new ModelConversation(id, me);
        }

        return conversation;
    }

    private async Task FetchAsync(ModelConversation conversation)
    {
        while (true)
        {
            using var response = await Http().GetAsync(
                $"/api/chat/conversations/{conversation.Id}/events?after={conversation.Head}&limit=1000");
            if ((int)response.StatusCode == 404)
            {
                // It went while it was asked for.
                conversations.Remove(conversation.Id);
                return;
            }

            var page = await response.ShouldBeAsync(200);
            var hasMore = page.GetProperty("hasMore").GetBoolean();
            conversation.Fetched(
                page.GetProperty("items").EnumerateArray(), page.GetProperty("head").GetInt64(), isLast: !hasMore);
            if (!hasMore)
            {
                return;
            }
        }
    }
}
