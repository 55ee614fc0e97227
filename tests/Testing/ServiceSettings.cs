namespace OneVOne.Testing;

/// <summary>The configuration of a service under test: real servers, names that no other test uses.</summary>
public sealed class ServiceSettings
{
    /// <summary>What services under test know each other by (<c>X-Service-Key</c>).</summary>
    public const string ServiceKey = "the-key-of-the-services-under-test";

    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>Settings with a fresh database, and a queue prefix and backplane of their own.</summary>
    /// <param name="service">The service's name, as in <c>friends</c>.</param>
    /// <param name="identity">Who signs the tokens.</param>
    public static async Task<ServiceSettings> CreateAsync(string service, TestIdentity identity)
    {
        var unique = $"{service}-{Guid.NewGuid().ToString("N")[..8]}";
        return new ServiceSettings()
            .With($"ConnectionStrings:{service}-db", await TestServers.CreateDatabaseAsync(service))
            .With("ConnectionStrings:redis", TestServers.Redis)
            .With("ConnectionStrings:rabbitmq", TestServers.RabbitMq)
            .With("Messaging:QueuePrefix", unique)
            .With("Messaging:QueueExpiration", "00:02:00")
            .With("Realtime:Backplane:ChannelPrefix", unique)
            .With("services:identity:http:0", identity.Address.ToString())
            .With("Services:Key", ServiceKey);
    }

    public string this[string name] => values[name];

    public ServiceSettings With(string name, string value)
    {
        values[name] = value;
        return this;
    }

    /// <summary>A copy, for a replica that differs in one setting.</summary>
    public ServiceSettings Copy()
    {
        var copy = new ServiceSettings();
        foreach (var (name, value) in values)
        {
            copy.values[name] = value;
        }

        return copy;
    }
}
