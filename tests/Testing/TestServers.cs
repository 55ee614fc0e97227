using Npgsql;

namespace OneVOne.Testing;

/// <summary>
/// The real PostgreSQL, Redis and RabbitMQ that service tests run against: those named by the environment
/// (<c>./onevone test</c> starts one set for all test projects).
/// </summary>
public static class TestServers
{
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
        return new NpgsqlConnectionStringBuilder(Postgres) { Database = database }.ConnectionString;
    }

    private static string Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"{variable} is not set: run the tests by ./onevone test [project].");
}
