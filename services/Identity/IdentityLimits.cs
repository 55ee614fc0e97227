namespace OneVOne.Identity;

/// <summary>Every fixed number of Identity; what a deployment may change is in the options classes.</summary>
public static class IdentityLimits
{
    public const int MinUsernameLength = 3;
    public const int MaxUsernameLength = 20;

    /// <summary>The longest address that SMTP carries (RFC 5321 §4.5.3.1.3).</summary>
    public const int MaxEmailLength = 254;

    /// <summary>In Unicode code points, so that a password counts the same in every client.</summary>
    public const int MinPasswordLength = 8;

    /// <summary>Long enough for any passphrase; nothing is ever cut off.</summary>
    public const int MaxPasswordLength = 128;

    public const int MaxUserIds = 100;

    /// <summary>Of a display name, in code points after trimming; at least one.</summary>
    public const int MaxDisplayNameLength = 40;

    /// <summary>In code points.</summary>
    public const int MaxBioLength = 300;

    /// <summary>Of an uploaded picture; the gateway lets as much through on that route.</summary>
    public const int MaxAvatarBytes = 2 * 1024 * 1024;

    /// <summary>Pixels; what a picture unpacks to in every client is bounded by it, however small the file.</summary>
    public const int MaxAvatarSide = 4096;

    /// <summary>How long others may keep a generated picture, whose initial changes with the name.</summary>
    public static readonly TimeSpan DefaultAvatarMaxAge = TimeSpan.FromHours(1);

    /// <summary>256 bits: out of reach of guessing, so an unsalted hash of it may be stored.</summary>
    public const int RefreshTokenBytes = 32;

    public const int MinKeyProtectionSecretLength = 16;

    /// <summary>Of a session's device, in characters.</summary>
    public const int MaxDeviceLength = 64;

    /// <summary>Rows of one read of the list of ended sessions.</summary>
    public const int EndedSessionsPage = 5000;

    /// <summary>What a caller is told to wait when the queue of password hashing is full.</summary>
    public static readonly TimeSpan HashingRetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>How long others may keep the published keys (RFC 9111 max-age).</summary>
    public static readonly TimeSpan PublishedKeysMaxAge = TimeSpan.FromMinutes(5);

    /// <summary>How far the clocks of two machines may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>How long after a person showed who they are a session may make sensitive changes.</summary>
    public static readonly TimeSpan ReauthenticationAge = TimeSpan.FromMinutes(10);

    /// <summary>160 bits, the length of HMAC-SHA1's own output (RFC 4226 §4).</summary>
    public const int TotpSecretBytes = 20;

    public const int RecoveryCodes = 10;

    /// <summary>120 bits.</summary>
    public const int RecoveryCodeBytes = 15;

    /// <summary>Wrong codes, or wrong passwords of someone who is logged in, before each further one has to wait.</summary>
    public const int FreeGuesses = 5;

    public static readonly TimeSpan FirstGuessWait = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan LongestGuessWait = TimeSpan.FromHours(1);

    public const int MaxPasskeys = 20;

    public const int MaxPasskeyNameLength = 64;

    /// <summary>How long a person has to answer the options of a passkey.</summary>
    public static readonly TimeSpan PasskeyStateLifetime = TimeSpan.FromMinutes(5);

    public const int MaxSuspensionReasonLength = 500;

    /// <summary>How long a link that confirms an address is good.</summary>
    public static readonly TimeSpan VerifyEmailLifetime = TimeSpan.FromHours(24);

    /// <summary>How long a link that sets a new password is good.</summary>
    public static readonly TimeSpan ResetPasswordLifetime = TimeSpan.FromHours(1);

    /// <summary>How long the holder of the old address can take an e-mail change back.</summary>
    public static readonly TimeSpan UndoEmailChangeLifetime = TimeSpan.FromDays(7);

    /// <summary>Of the random part of a guest's user name; 31 characters to choose from: 10^14 names.</summary>
    public const int GuestNameLength = 10;

    /// <summary>A mail that could not be sent so often, over some nine hours, is given up.</summary>
    public const int MaxEmailTries = 12;

    /// <summary>How long one try to send may take.</summary>
    public static readonly TimeSpan EmailTimeout = TimeSpan.FromSeconds(30);

    /// <summary>After the first try; doubled with each, up to an hour. Longer than a try may take, so that two replicas never
    /// send one mail at once.</summary>
    public static readonly TimeSpan EmailRetryDelay = TimeSpan.FromMinutes(1);

    /// <summary>Mail is looked for this often besides being told of it.</summary>
    public static readonly TimeSpan EmailPollInterval = TimeSpan.FromSeconds(15);

    /// <summary>How long Redis may take to count a try before the replica counts by itself.</summary>
    public static readonly TimeSpan ThrottleTimeout = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan SessionCleaningInterval = TimeSpan.FromHours(1);

    /// <summary>How often a session's last use is written at most: a refresh need not write its row each time.</summary>
    public static readonly TimeSpan SessionUseInterval = TimeSpan.FromMinutes(5);

    /// <summary>A refresh that began before the end of its session has answered by then.</summary>
    public static readonly TimeSpan LongestRefresh = TimeSpan.FromMinutes(1);

    /// <summary>Before listening to the database again after its connection broke.</summary>
    public static readonly TimeSpan ListenerPause = TimeSpan.FromSeconds(1);

    /// <summary>A call of Redis is given up after this; the client library would wait for ever.</summary>
    public static readonly TimeSpan RedisTimeout = TimeSpan.FromSeconds(1);
}
