using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OneVOne.AppHost.Testing;
using OneVOne.Bench.Driving;
using OneVOne.Bench.Sampling;
using OneVOne.Bench.Wire;

namespace OneVOne.Bench.Targets;

/// <summary>
/// A peer: two processes of a small server that checks a token when somebody connects, checks membership and stores each message in
/// PostgreSQL, answers after the commit, and tells the others over Redis. No gateway, no accounts: people take turns between the two.
/// </summary>
internal sealed class PeerTarget : ITarget
{
    private const int Replicas = 2;
    private const string Database = "peer";

    private readonly LocalServers servers;
    private readonly NpgsqlDataSource database;
    private readonly List<Child> replicas = [];
    private readonly string secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
    private readonly Func<Uri, string, Task<Link>> connect;

    private PeerTarget(string name, LocalServers servers, NpgsqlDataSource database, Func<Uri, string, Task<Link>> connect)
    {
        Name = name;
        this.servers = servers;
        this.database = database;
        this.connect = connect;
        Sampler = new Sampler(() =>
        [
            .. replicas.Select(replica => ("server", replica.Pid)),
            .. from server in (string[])["postgres", "redis"]
               let pid = servers.Pid(server)
               where pid is not null
               select (server, pid.Value),
        ]);
    }

    public static string SocketIoName => "socket.io with PostgreSQL";

    public static string ChannelsName => "Django Channels with PostgreSQL";

    public string Name { get; }

    public Sampler Sampler { get; }

    public static async Task<ITarget> SocketIoAsync()
    {
        var folder = Path.Combine(Peers, "socketio");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            await Child.RunAsync(folder, "npm", "ci", "--no-audit", "--no-fund");
        }

        return await StartAsync(
            SocketIoName, "socketio", async (server, token) => await SocketIoLink.ConnectAsync(server, token), ["node", "server.js"]);
    }

    // uvicorn with uvloop and httptools, which its documentation advises and which it takes by itself where they are.
    // The distribution's Python, as its packages are for that one.
    public static Task<ITarget> ChannelsAsync() => StartAsync(
        ChannelsName, "channels", async (server, token) => await ChannelsLink.ConnectAsync(server, token),
        ["/usr/bin/python3", "-m", "uvicorn", "chat:application", "--host", "127.0.0.1", "--port", "0", "--no-access-log"]);

    public async Task<Audience> GatherAsync(Shape shape)
    {
        var people = Enumerable.Range(0, shape.People).Select(_ => Guid.NewGuid()).ToArray();
        var conversations = Enumerable.Range(0, shape.Conversations).Select(_ => Guid.NewGuid()).ToArray();
        await using (var connection = await database.OpenConnectionAsync())
        await using (var copy = await connection.BeginBinaryImportAsync("COPY members (conversation_id, user_id) FROM STDIN (FORMAT binary)"))
        {
            for (var i = 0; i < people.Length; i++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(conversations[i / shape.Members], NpgsqlDbType.Uuid);
                await copy.WriteAsync(people[i], NpgsqlDbType.Uuid);
            }

            await copy.CompleteAsync();
        }

        return await Gathering.ConnectAsync(
            shape, i => conversations[i].ToString(), i => connect(replicas[i % Replicas].Url, Token(people[i])));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }

        await database.DisposeAsync();
        await servers.DisposeAsync();
    }

    private static async Task<ITarget> StartAsync(
        string name, string folder, Func<Uri, string, Task<Link>> connect, string[] command)
    {
        var servers = await LocalServers.StartAsync();
        await using (var admin = NpgsqlDataSource.Create(servers.Postgres))
        await using (var create = admin.CreateCommand($"CREATE DATABASE {Database}"))
        {
            await create.ExecuteNonQueryAsync();
        }

        var postgres = new NpgsqlConnectionStringBuilder(servers.Postgres) { Database = Database };
        var peer = new PeerTarget(name, servers, NpgsqlDataSource.Create(postgres.ConnectionString), connect);
        try
        {
            await using (var schema = peer.database.CreateCommand(await File.ReadAllTextAsync(Path.Combine(Peers, "schema.sql"))))
            {
                await schema.ExecuteNonQueryAsync();
            }

            var environment = peer.Environment(postgres);
            for (var i = 0; i < Replicas; i++)
            {
                peer.replicas.Add(await Child.StartAsync(Path.Combine(Peers, folder), command, environment));
            }

            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    // They are run from their source.
    private static string Peers => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../bench/peers"));

    private Dictionary<string, string> Environment(NpgsqlConnectionStringBuilder postgres)
    {
        var redis = servers.Redis.Split(',');
        var password = redis.Single(part => part.StartsWith("password=", StringComparison.Ordinal))["password=".Length..];
        return new()
        {
            ["PEER_SECRET"] = secret,
            ["PEER_REDIS"] = $"redis://:{password}@{redis[0]}",
            ["PEER_POSTGRES"] =
                $"postgres://{postgres.Username}:{postgres.Password}@{postgres.Host}:{postgres.Port}/{postgres.Database}",
            ["PEER_POSTGRES_HOST"] = postgres.Host!,
            ["PEER_POSTGRES_PORT"] = $"{postgres.Port}",
            ["PEER_POSTGRES_USER"] = postgres.Username!,
            ["PEER_POSTGRES_PASSWORD"] = postgres.Password!,
            ["PEER_POSTGRES_DATABASE"] = postgres.Database!,
            ["NODE_ENV"] = "production",
        };
    }

    private string Token(Guid user)
    {
        static string Part(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
        var head = Part("""{"alg":"HS256","typ":"JWT"}"""u8.ToArray());
        var body = Part(JsonSerializer.SerializeToUtf8Bytes(
            new { sub = user, exp = DateTimeOffset.UtcNow.AddHours(6).ToUnixTimeSeconds() }));
        var signature = HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.ASCII.GetBytes($"{head}.{body}"));
        return $"{head}.{body}.{Part(signature)}";
    }
}
