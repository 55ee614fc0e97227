using System.Collections.Concurrent;
using Npgsql;

namespace OneVOne.Testing;

/// <summary>
/// The real PostgreSQL, Redis and RabbitMQ that service tests run against: those named by the environment
/// (<c>./onevone test</c> starts one set for all test projects).
/// </summary>
public static class TestServers
{
    private static readonly ConcurrentBag<string> Databases = [];

    // Each takes some ten megabytes, and all projects' together more than a small disk has.
    static TestServers() => AppDomain.CurrentDomain.ProcessExit += (_, _) => DropDatabases();

    /// <summary>An Npgsql connection string of a role that may create databases.</summary>
    public static string Postgres => Read("ONEVONE_TEST_POSTGRES");

    /// <summary>A StackExchange.Redis configuration string.</summary>
    public static string Redis => Read("ONEVONE_TEST_REDIS");

    /// <summary>An AMQP URI.</summary>
    public static string RabbitMq => Read("ONEVONE_TEST_RABBITMQ");

    /// <summary>A fresh, empty database; its connection string.</summary>
    public static async Task<string> CreateDatabaseAsync(string name)
    {
        var database = $"{name}_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{database}\"", connection);
        await create.ExecuteNonQueryAsync();
        Databases.Add(database);
        return new NpgsqlConnectionStringBuilder(Postgres) { Database = database }.ConnectionString;
    }

    private static void DropDatabases()
    {
        try
        {
            using var connection = new NpgsqlConnection(Postgres);
            connection.Open();
            foreach (var database in Databases)
            {
                using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)", connection);
                drop.ExecuteNonQuery();
            }
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // The server is gone, and its data with it.
        }
    }

    private static string Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{variable} is not set: run the tests by ./onevone test [project].");
}
