using System.ComponentModel.DataAnnotations;
using OneVOne.ServiceDefaults.Asking;

namespace OneVOne.Chat.Messages;

/// <summary>Settings of messages; section <c>Chat:Messages</c>.</summary>
internal sealed class MessageOptions
{
    /// <summary>The longest text in Unicode code points; 300 is the smallest that clients are built for.</summary>
    [Range(1, 10_000)]
    public int MaxLength { get; set; } = 2000;

    /// <summary>How many sends may wait for the writer of one replica; more are answered 429.</summary>
    [Range(1, 1_000_000)]
    public int QueueCapacity { get; set; } = 5000;

    /// <summary>
    /// How long a send may have waited for the writer before others are answered 429 rather than wait behind it: what is
    /// taken in under too much load is still answered soon. It counts when a whole batch waits.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan QueueTime { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The longest that a batch waits to grow, from the beginning of the last one: it waits the longer the more is written, as
    /// fewer and larger batches cost the database and everything else less. Who writes when nobody else does waits for
    /// nothing; 0 gathers nothing.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan GatherTime { get; set; } = TimeSpan.FromMilliseconds(32);

    /// <summary>How long after sending a text may be edited; without it for ever.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan? EditWindow { get; set; }

    /// <summary>Of how many members of a conversation, the latest to join, <c>@here</c> looks who is here.</summary>
    [Range(0, PeopleIds.MaxAtOnce)]
    public int HereMembers { get; set; } = PeopleIds.MaxAtOnce;

    /// <summary>
    /// The most events of one page of <c>events?after=</c>: more than of other lists, as who comes back after a long time
    /// wants all of them.
    /// </summary>
    [Range(100, 10_000)]
    public int EventsPerPage { get; set; } = 1000;
}
