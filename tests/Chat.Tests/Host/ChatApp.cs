using Npgsql;
using OneVOne.Contracts.Friends;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Host;

/// <summary>Replicas of Chat on one database, one Redis and one broker, with an Identity and a Friends beside them.</summary>
public sealed class ChatApp : IAsyncDisposable
{
    private readonly List<ServiceHost<Program>> replicas = [];

    private ChatApp(TestIdentity identity, TestFriends friends, ServiceSettings settings, ChatBus bus)
    {
        Identity = identity;
        Friends = friends;
        Settings = settings;
        Bus = bus;
    }

    public TestIdentity Identity { get; }

    /// <summary>What Friends answers when it is asked.</summary>
    public TestFriends Friends { get; }

    public ServiceSettings Settings { get; }

    /// <summary>What goes over the broker.</summary>
    public ChatBus Bus { get; }

    public IReadOnlyList<ServiceHost<Program>> Replicas => replicas;

    public static async Task<ChatApp> StartAsync(int replicas = 1, Action<ServiceSettings>? configure = null)
    {
        var identity = await TestIdentity.StartAsync();
        var friends = await TestFriends.StartAsync();
        var settings = await ServiceSettings.CreateAsync("chat", identity);
        settings.With("services:friends:http:0", friends.Address.ToString());
        settings.With("Chat:RateLimits:Enabled", "false");
        // Tests send hundreds at once, also on a slow machine; those of the limit set their own.
        settings.With("Chat:Messages:QueueTime", "00:00:30");
        configure?.Invoke(settings);
        var app = new ChatApp(identity, friends, settings, await ChatBus.StartAsync());
        var starting = Enumerable.Range(0, replicas).Select(_ => Task.Run(() => ServiceHost.Start<Program>(settings)));
        app.replicas.AddRange(await Task.WhenAll(starting));
        return app;
    }

    public ChatPerson NewPerson(string name = "ann") => new(this, Identity.CreateUser(name));

    /// <summary>Somebody whose token says that they do more for the site than use it.</summary>
    /// <param name="role">moderator or admin.</param>
    public ChatPerson NewOperator(string role)
    {
        var user = Identity.CreateUser(role);
        var draft = Identity.Draft(user.Id, user.Username);
        draft.Claims["role"] = role;
        return new(this, user with { Token = draft.Write() });
    }

    /// <summary>Somebody asks another to write; the conversation, in which one message is.</summary>
    public async Task<(ChatPerson Ann, ChatPerson Bob, Guid Request)> RequestAsync()
    {
        var (ann, bob) = (NewPerson(), NewPerson("bob"));
        await OpenToEveryoneAsync(bob);
        var request = await ann.OpenDirectAsync(bob);
        await ann.SendAsync(request, "may I?");
        return (ann, bob, request);
    }

    /// <summary>Whoever is not blocked may write to them, since this has returned.</summary>
    public async Task OpenToEveryoneAsync(params ChatPerson[] people)
    {
        foreach (var person in people)
        {
            await Bus.PublishAsync(person.TakesMessagesOf(Audience.Everyone, 1));
        }

        foreach (var person in people)
        {
            await Eventually.IsAsync("the choice is known", async () =>
                await CountAsync($"SELECT count(*) FROM privacy_settings WHERE user_id = '{person.Id}'") == 1);
        }
    }

    /// <summary>Two friends and their direct conversation.</summary>
    public async Task<(ChatPerson Ann, ChatPerson Bob, Guid Conversation)> TwoFriendsAsync()
    {
        var (ann, bob) = (NewPerson(), NewPerson("bob"));
        Friends.Set(ann.Id, bob.Id, areFriends: true, version: 1);
        return (ann, bob, await ann.OpenDirectAsync(bob));
    }

    /// <summary>A connection past the service, to make trouble.</summary>
    public async Task<NpgsqlConnection> DatabaseAsync()
    {
        var connection = new NpgsqlConnection(Settings["ConnectionStrings:chat-db"] + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await DatabaseAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var connection = await DatabaseAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Writes many messages of someone at once, past the service; the conversation must be empty.</summary>
    public Task FillAsync(Guid conversationId, int count) => ExecuteAsync(
        $"""
        INSERT INTO messages (conversation_id, seq, id, author_id, client_message_id, body, version, created_at)
        SELECT '{conversationId}', n, gen_random_uuid(), '{Guid.NewGuid()}', gen_random_uuid(), 'message ' || n, n, clock_timestamp()
        FROM generate_series(1, {count}) n;
        UPDATE conversations SET head_seq = {count} WHERE id = '{conversationId}'
        """);

    /// <summary>Holds a conversation's row as another replica's batch would, so that the writers wait.</summary>
    public async Task<IAsyncDisposable> HoldAsync(Guid conversationId)
    {
        var connection = await DatabaseAsync();
        await using var command = new NpgsqlCommand(
            $"BEGIN; SELECT FROM conversations WHERE id = '{conversationId}' FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until a writer stands before a row that is held.</summary>
    public Task WriterWaitsAsync() => Eventually.IsAsync("the writer waits", async () => await CountAsync(
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%append_messages%'
        """) > 0);

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }

        await Bus.DisposeAsync();
        await Friends.DisposeAsync();
        await Identity.DisposeAsync();
    }
}
