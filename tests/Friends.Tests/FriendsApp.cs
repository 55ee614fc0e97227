using OneVOne.Contracts.Identity;
using OneVOne.Testing;

[assembly: AssemblyFixture(typeof(OneVOne.Friends.Tests.FriendsApp))]

namespace OneVOne.Friends.Tests;

/// <summary>Two replicas of Friends on one database and one broker, and an ear on what they publish.</summary>
public sealed class FriendsApp : IAsyncLifetime
{
    private ServiceHost<Program>[] replicas = [];
    private HttpClient[] clients = [];
    private int turn;

    public TestIdentity Identity { get; private set; } = null!;

    public ServiceSettings Settings { get; private set; } = null!;

    public EventProbe Events { get; private set; } = null!;

    /// <summary>
    /// A client of a replica, for all people. The replicas take turns, so that nothing works by accident of one process.
    /// </summary>
    public HttpClient Http => clients[(uint)Interlocked.Increment(ref turn) % clients.Length];

    public async ValueTask InitializeAsync()
    {
        Identity = await TestIdentity.StartAsync();
        Settings = await ServiceSettings.CreateAsync("friends", Identity);
        Events = await EventProbe.StartAsync(Settings["ConnectionStrings:friends-db"]);
        replicas = await Task.WhenAll(
            Task.Run(() => ServiceHost.Start<Program>(Settings)), Task.Run(() => ServiceHost.Start<Program>(Settings)));
        clients = [.. replicas.Select(replica => replica.Http())];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (replica, client) in replicas.Zip(clients))
        {
            client.Dispose();
            await replica.DisposeAsync();
        }

        await Events.DisposeAsync();
        await Identity.DisposeAsync();
    }

    /// <summary>A person whom Identity knows, and Friends not yet.</summary>
    public Member Register(string name) => new(this, Identity.CreateUser(name));

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
}
