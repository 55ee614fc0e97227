namespace OneVOne.Chat;

/// <summary>Every number of Chat that is not a setting.</summary>
internal static class ChatLimits
{
    /// <summary>
    /// The most messages of one transaction; more wait for the next, which forms while this one commits.
    /// </summary>
    public const int WriteBatch = 200;

    /// <summary>The shortest time between the beginnings of two batches.</summary>
    public static readonly TimeSpan GatherAtLeast = TimeSpan.FromMilliseconds(3);

    /// <summary>What each message of a batch adds to the time until the next; <c>Chat:Messages:GatherTime</c> ends it.</summary>
    public static readonly TimeSpan GatherForEach = TimeSpan.FromMilliseconds(0.3);

    /// <summary>What each connection of this replica that hears one of its messages in a room adds to it.</summary>
    public static readonly TimeSpan GatherForDelivery = TimeSpan.FromMilliseconds(0.02);

    /// <summary>
    /// Pauses before a batch is tried again when the database is away; after the last, its calls are answered 503.
    /// </summary>
    public static readonly TimeSpan[] WriteRetries =
        [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(700)];

    /// <summary>How long one batch may take, the wait for another replica's locks included.</summary>
    public static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5);

    /// <summary>What a client is told to wait when the write queue is full: some batches' time.</summary>
    public static readonly TimeSpan QueueFullRetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Batches of committed events that wait for their broadcast. Beyond, the oldest are not broadcast and clients find them
    /// by comparing heads: memory stays bounded.
    /// </summary>
    public const int BroadcastQueue = 500;

    /// <summary>How long a replica that stops waits until Redis has taken what it tells last.</summary>
    public static readonly TimeSpan BroadcastTimeout = TimeSpan.FromSeconds(1);

    /// <summary>How long a batch waits to hear who does too much; then the replica counts by itself.</summary>
    public static readonly TimeSpan RateLimitsTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>After a count that was not answered in time, Redis is not asked for this long.</summary>
    public static readonly TimeSpan RateLimitsPause = TimeSpan.FromSeconds(1);

    /// <summary>The longest text of a search.</summary>
    public const int SearchLength = 500;

    /// <summary>Words, phrases and filters of one search.</summary>
    public const int SearchTerms = 20;

    /// <summary>From so many characters on the last word may be the beginning of one.</summary>
    public const int SearchPrefix = 2;

    /// <summary>The newest messages that are looked at one by one where they are likely to fill a page; else the index of words is asked.</summary>
    public const int SearchWalk = 600;

    /// <summary>The best are found among the newest so many that fit.</summary>
    public const int SearchRanked = 500;

    /// <inheritdoc cref="SearchWalk"/>
    public const int SearchWalkRanked = 1500;

    /// <summary>A search that takes longer is given up.</summary>
    public static readonly TimeSpan SearchTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Messages of one person that wait for their time.</summary>
    public const int ScheduledPerPerson = 100;

    /// <summary>Scheduled messages that a replica takes on at once.</summary>
    public const int ScheduledBatch = 50;

    /// <summary>Sooner than this a message is sent, not scheduled.</summary>
    public static readonly TimeSpan ScheduledAtLeast = TimeSpan.FromSeconds(10);

    /// <summary>Further ahead nothing is scheduled.</summary>
    public static readonly TimeSpan ScheduledAtMost = TimeSpan.FromDays(366);

    /// <summary>The highest unread count; it stands for itself and all above.</summary>
    public const int UnreadBound = 1000;

    /// <summary>People that one message may name; names beyond are text.</summary>
    public const int MentionsPerMessage = 20;

    /// <summary>Edits of one message: each leaves a text behind.</summary>
    public const int EditsPerMessage = 100;

    /// <summary>Different emoji on one message.</summary>
    public const int ReactionKinds = 50;

    /// <summary>Different emoji of one person on one message.</summary>
    public const int ReactionKindsPerPerson = 20;

    /// <summary>Pinned messages of a conversation.</summary>
    public const int PinsPerConversation = 100;

    /// <summary>A conversation's own emoji.</summary>
    public const int EmojiPerConversation = 200;

    /// <summary>Of the file of an emoji.</summary>
    public const int MaxEmojiBytes = 64 * 1024;

    /// <summary>Pixels of an emoji: more than any screen shows of one.</summary>
    public const int MaxEmojiSide = 512;

    /// <summary>How long who has seen an emoji may keep it: what an id names never changes.</summary>
    public static readonly TimeSpan EmojiMaxAge = TimeSpan.FromDays(365);

    /// <summary>Messages of a message request that has no answer yet.</summary>
    public const int MessagesOfRequest = 10;

    /// <summary>The shortest name of a room, in code points.</summary>
    public const int MinRoomName = 2;

    /// <summary>The longest name of a room, in code points.</summary>
    public const int MaxRoomName = 50;

    /// <summary>The longest topic, in code points.</summary>
    public const int MaxTopic = 250;

    /// <summary>The slowest slow mode: six hours, in seconds.</summary>
    public const int MaxSlowMode = 21_600;

    /// <summary>The longest part of a name that rooms are looked for by.</summary>
    public const int MaxRoomQuery = 50;

    /// <summary>Rows of one transaction when a deleted room is emptied: short enough that nobody waits for it.</summary>
    public const int PurgeBatch = 1000;

    /// <summary>Who does not look at a large conversation hears at most once in this time, from each replica, that it goes on.</summary>
    public static readonly TimeSpan HintInterval = TimeSpan.FromSeconds(3);

    /// <summary>A connection's groups are compared with its person's rooms at the first Sync after this time.</summary>
    public static readonly TimeSpan GroupsCheck = TimeSpan.FromSeconds(25);

    /// <summary>While Redis is away, and once after, the groups of all connections are compared this often.</summary>
    public static readonly TimeSpan GroupsRepair = TimeSpan.FromSeconds(5);

    /// <summary>People whose rooms are read by one query.</summary>
    public const int GroupsBatch = 500;

    /// <summary>Calls of <c>Sync</c> that are answered by one query.</summary>
    public const int SyncBatch = 100;

    /// <summary>Requests for events that are answered by one query; each may be for a thousand.</summary>
    public const int EventsBatch = 20;

    /// <summary>Queries of one kind of joint read that run at once: who has much to hear must not hold up all others.</summary>
    public const int JointReadsAtOnce = 2;

    /// <summary>How long a question of a joint read waits for its answer; then the client is told to try again.</summary>
    public static readonly TimeSpan JointReadPatience = TimeSpan.FromSeconds(15);

    /// <summary>A replica's connections for reading, beside those for all else.</summary>
    public const int ReadingConnections = 8;

    /// <summary>A replica tells this often that it lives, and learns of the others.</summary>
    public static readonly TimeSpan ViewersBeat = TimeSpan.FromSeconds(3);

    /// <summary>What a replica said about its viewers is forgotten this long after its last beat.</summary>
    public static readonly TimeSpan ViewersLifetime = TimeSpan.FromSeconds(10);

    /// <summary>How long a batch waits to hear who is looking; then nobody is.</summary>
    public static readonly TimeSpan ViewersTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>A replica that is not heard of for this long looks at nothing.</summary>
    public static readonly TimeSpan OccupancyLease = TimeSpan.FromSeconds(10);

    /// <summary>A replica tells this often that it lives, and looks for numbers to tell.</summary>
    public static readonly TimeSpan OccupancyBeat = TimeSpan.FromMilliseconds(500);

    /// <summary>The shortest time between two numbers of one conversation.</summary>
    public static readonly TimeSpan OccupancyInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long a replica may take to tell a number before another takes it on.</summary>
    public static readonly TimeSpan OccupancyClaim = TimeSpan.FromSeconds(5);

    /// <summary>Numbers, or viewers, in one call to Redis.</summary>
    public const int OccupancyBatch = 500;

    /// <summary>At most one typing signal of a person in a conversation goes out in this time.</summary>
    public static readonly TimeSpan TypingInterval = TimeSpan.FromSeconds(3);

    /// <summary>How long clients show that someone types, unless they hear it again.</summary>
    public static readonly TimeSpan TypingShown = TimeSpan.FromSeconds(5);

    /// <summary>At most one read receipt of a person in a conversation goes out in this time.</summary>
    public static readonly TimeSpan ReceiptInterval = TimeSpan.FromSeconds(1);

    /// <summary>How often a receipt that waits for its turn looks whether it has come.</summary>
    public static readonly TimeSpan ReceiptStep = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Over this time the clients of a stopping replica come back to the others, not all in one moment.
    /// </summary>
    public static readonly TimeSpan ReconnectSpread = TimeSpan.FromSeconds(3);

    /// <summary>How long a stopping replica waits for its clients to leave by themselves.</summary>
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1.5);
}
