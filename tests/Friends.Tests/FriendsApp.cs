using Npgsql;
using OneVOne.Contracts.Identity;
using OneVOne.Testing;

[assembly: AssemblyFixture(typeof(OneVOne.Friends.Tests.FriendsApp))]

namespace OneVOne.Friends.Tests;

/// <summary>Two replicas of Friends, and an ear on what they publish.</summary>
public sealed class FriendsApp : IAsyncLifetime
{
    private Replicas replicas = null!;
    private NpgsqlDataSource database = null!;

    public TestIdentity Identity { get; private set; } = null!;

    /// <summary>What Chat answers when it is asked.</summary>
    public TestChat Chat { get; private set; } = null!;

    public ServiceSettings Settings { get; private set; } = null!;

    public EventProbe Events { get; private set; } = null!;

    /// <inheritdoc cref="Replicas.Http"/>
    public HttpClient Http => replicas.Http;

    public async ValueTask InitializeAsync()
    {
        Identity = await TestIdentity.StartAsync();
        Chat = await TestChat.StartAsync();
        // Acting at random asks more often than a person may.
        Settings = (await ServiceSettings.CreateAsync("friends", Identity))
            .With("Friends:Requests:PerHour", "10000")
            .With("services:chat:http:0", Chat.Address.ToString());
        Events = await EventProbe.StartAsync(Settings["ConnectionStrings:friends-db"]);
        database = NpgsqlDataSource.Create(Settings["ConnectionStrings:friends-db"]);
        replicas = await Replicas.StartAsync(Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await replicas.DisposeAsync();
        await Events.DisposeAsync();
        await database.DisposeAsync();
        await Chat.DisposeAsync();
        await Identity.DisposeAsync();
    }

    /// <summary>A person whom Identity knows, and Friends not yet.</summary>
    public Member Register(string name) => new(this, Identity.CreateUser(name));

    public Member[] Register(string name, int count) => [.. Enumerable.Range(0, count).Select(_ => Register(name))];

    /// <summary>Two people of whom the first has the lower id.</summary>
    public (Member Low, Member High) RegisterInOrder(string low, string high)
    {
        var (one, other) = (Identity.CreateUser(low), Identity.CreateUser(high));
        return one.Id < other.Id ? (new(this, one), new(this, other)) : RegisterInOrder(low, high);
    }

    /// <summary>A person of whom Friends hears by event alone: Identity, asked, denies them.</summary>
    public async Task<Member> RegisterByEventAsync(string name)
    {
        var registered = Registered(name);
        await Events.PublishAsync(registered);
        return Member(registered);
    }

    public static UserRegistered Registered(string name, Guid? id = null, long version = 1)
    {
        var userId = id ?? Guid.CreateVersion7();
        var username = $"{name}_{userId.ToString("N")[^8..]}";
        return new(userId, username, $"{name} the Person", DateTimeOffset.UtcNow, version);
    }

    public Member Member(UserRegistered user) =>
        new(this, new TestUser(user.UserId, user.Username, Identity.Draft(user.UserId, user.Username).Write()));

    /// <summary>Two people who are friends.</summary>
    public async Task<(Member Ann, Member Bob)> BefriendAsync()
    {
        var (ann, bob) = (Register("ann"), Register("bob"));
        await ann.BefriendAsync(bob);
        return (ann, bob);
    }

    /// <summary>Makes everything that the database knows of the time of these people's requests older.</summary>
    public async Task LetPassAsync(TimeSpan time, params Member[] people)
    {
        await using var command = database.CreateCommand(
            """
            WITH allowances AS (
                UPDATE request_allowances SET spent_until = spent_until - @time WHERE user_id = ANY(@people)
            )
            UPDATE pairs SET low_declined_at = low_declined_at - @time, high_declined_at = high_declined_at - @time
            WHERE low_user_id = ANY(@people) OR high_user_id = ANY(@people)
            """);
        command.Parameters.AddWithValue("time", time);
        command.Parameters.AddWithValue("people", people.Select(person => person.Id).ToArray());
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Asks the database itself, where what it does is the rule.</summary>
    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }
}
