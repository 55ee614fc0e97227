namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>How hubs reach each other's connections; section <c>Realtime:Backplane</c>.</summary>
public sealed class RedisBackplaneOptions
{
    /// <summary>Before every channel's name, so that systems can share one Redis.</summary>
    public string ChannelPrefix { get; set; } = "onevone";

    /// <summary>
    /// How many messages may wait for one connection. A reader that is slower than this is cut off and comes back by
    /// <c>Sync</c>; nobody else waits for it, and memory stays bounded.
    /// </summary>
    public int MaxPendingWrites { get; set; } = 1000;

    /// <summary>How many bytes may wait for one connection, whatever the number of messages; the same about the end.</summary>
    public int MaxPendingBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How long who is cut off may take to read what waits, the record that says why being the last of it.
    /// </summary>
    public TimeSpan GoodbyeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a group change of a connection on another replica waits for that replica's word.</summary>
    public TimeSpan AckTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many messages to other replicas may wait for Redis. Beyond, they are not told and clients find what they missed
    /// by their numbers: memory stays bounded when Redis hangs.
    /// </summary>
    public int MaxPublishesWaiting { get; set; } = 10_000;

    /// <summary>
    /// How long a call of Redis is waited for. The client library never ends one that Redis has taken and does not answer,
    /// nor some that were on their way when the connection broke; who waited for it would wait for ever.
    /// </summary>
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromSeconds(1);
}
