using Npgsql;
using NpgsqlTypes;
using OneVOne.AppHost.Testing;

namespace OneVOne.Bench;

/// <summary>
/// 10,000 people with 100 friends each. Those who do something are guests, made through the API. The other people and all
/// friendships are written into the databases of Friends and of Presence: half a million requests and answers would take an
/// hour and are not what is measured. The same people are friends in every run.
/// </summary>
internal sealed class FriendGraph
{
    public const int People = 10_000;
    public const int FriendsOfEach = 100;

    private static readonly TimeSpan EventsWithin = TimeSpan.FromMinutes(2);

    private readonly Guid[] people = new Guid[People];
    private readonly int[] distances;

    private FriendGraph(IReadOnlyList<Guest> guests)
    {
        var random = new Random(1);
        // Anywhere in the circle, so that the guests among anybody's friends are as many as among all.
        var places = Enumerable.Range(0, People).ToArray();
        random.Shuffle(places);
        for (var i = 0; i < People; i++)
        {
            people[places[i]] = i < guests.Count ? guests[i].Id : Guid.NewGuid();
        }

        // Everyone is a friend of those at these distances, on both sides.
        var all = Enumerable.Range(1, (People / 2) - 1).ToArray();
        random.Shuffle(all);
        distances = all[..(FriendsOfEach / 2)];
    }

    public static async Task<FriendGraph> WriteAsync(OneVOneSystem system, IReadOnlyList<Guest> guests)
    {
        var graph = new FriendGraph(guests);
        await using var friends = NpgsqlDataSource.Create(await system.ConnectionStringAsync("friends-db"));
        await using var presence = NpgsqlDataSource.Create(await system.ConnectionStringAsync("presence-db"));
        await WaitForAsync(friends, guests.Count);
        await graph.WritePeopleAsync(friends);
        await graph.WriteFriendsAsync(friends);
        await graph.WritePresenceAsync(presence);
        return graph;
    }

    // The guests are there by events; until all are, the machine is busy with them.
    private static async Task WaitForAsync(NpgsqlDataSource friends, int guests)
    {
        using var late = new CancellationTokenSource(EventsWithin);
        await using var count = friends.CreateCommand("SELECT count(*) FROM people WHERE version > 0");
        while ((long)(await count.ExecuteScalarAsync(late.Token))! < guests)
        {
            await Task.Delay(100, late.Token);
        }
    }

    private async Task WritePeopleAsync(NpgsqlDataSource friends)
    {
        await using var insert = friends.CreateCommand(
            """
            INSERT INTO people (user_id, username, display_name, version)
            SELECT id, 'person-' || position, 'Person ' || position, 1 FROM unnest($1) WITH ORDINALITY AS person (id, position)
            ON CONFLICT DO NOTHING
            """);
        insert.Parameters.Add(new() { Value = people });
        await insert.ExecuteNonQueryAsync();
    }

    private async Task WriteFriendsAsync(NpgsqlDataSource friends)
    {
        var since = DateTimeOffset.UtcNow.AddDays(-30);
        await using var connection = await friends.OpenConnectionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync(
            """
            COPY pairs (low_user_id, high_user_id, state, version, request_id, requester_id, requested_at, friends_since, changed_at)
            FROM STDIN (FORMAT binary)
            """))
        {
            foreach (var (low, high) in Pairs())
            {
                since += TimeSpan.FromSeconds(5);
                await copy.StartRowAsync();
                await copy.WriteAsync(low);
                await copy.WriteAsync(high);
                await copy.WriteAsync("friends");
                await copy.WriteAsync(1L);
                await copy.WriteAsync(Guid.NewGuid());
                await copy.WriteAsync(low);
                for (var i = 0; i < 3; i++)
                {
                    await copy.WriteAsync(since, NpgsqlDbType.TimestampTz);
                }
            }

            await copy.CompleteAsync();
        }

        await SettleAsync(connection, "pairs");
    }

    private async Task WritePresenceAsync(NpgsqlDataSource presence)
    {
        await using var connection = await presence.OpenConnectionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync(
            """
            COPY relationships (low_user_id, high_user_id, are_friends, low_blocks_high, high_blocks_low, version)
            FROM STDIN (FORMAT binary)
            """))
        {
            foreach (var (low, high) in Pairs())
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(low);
                await copy.WriteAsync(high);
                await copy.WriteAsync(true);
                await copy.WriteAsync(false);
                await copy.WriteAsync(false);
                await copy.WriteAsync(1L);
            }

            await copy.CompleteAsync();
        }

        await SettleAsync(connection, "relationships");
    }

    // What autovacuum would do in a minute, in the midst of the measuring.
    private static async Task SettleAsync(NpgsqlConnection connection, string table)
    {
        await using var vacuum = new NpgsqlCommand($"VACUUM ANALYZE {table}", connection);
        await vacuum.ExecuteNonQueryAsync();
    }

    private IEnumerable<(Guid Low, Guid High)> Pairs() =>
        from distance in distances
        from i in Enumerable.Range(0, People)
        let one = people[i]
        let other = people[(i + distance) % People]
        select one.CompareTo(other) < 0 ? (one, other) : (other, one);
}
