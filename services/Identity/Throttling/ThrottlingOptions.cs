namespace OneVOne.Identity.Throttling;

/// <summary>
/// How often who may try, over all replicas; section <c>Identity:Throttling</c>. An address is an IPv4 address or the /64 of
/// an IPv6 address, which is one household's.
/// </summary>
public sealed class ThrottlingOptions
{
    /// <summary>Off only for load tests, in which everybody has one address; production refuses to start without it.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Log-ins that fail, for one account from one address. Counted before the password is looked at; a success clears it.</summary>
    public Rate LogInPerAccountAndAddress { get; set; } = new(5, TimeSpan.FromMinutes(5));

    /// <summary>
    /// Log-ins that fail, for one account from anywhere: who guesses from many addresses. Does not hold up addresses from
    /// which the account was logged in to within <see cref="KnownAddressLifetime"/>, so that nobody locks its owner out.
    /// </summary>
    public Rate LogInPerAccount { get; set; } = new(50, TimeSpan.FromDays(1));

    /// <summary>Log-ins that fail, from one address for any accounts: who tries one password on many.</summary>
    public Rate LogInPerAddress { get; set; } = new(50, TimeSpan.FromMinutes(10));

    public TimeSpan KnownAddressLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Accounts made from one address: a school class, not a script.</summary>
    public Rate RegistrationsPerAddress { get; set; } = new(40, TimeSpan.FromHours(1));

    public Rate GuestsPerAddress { get; set; } = new(60, TimeSpan.FromHours(1));

    /// <summary>Mails to one person that anybody may cause: forgotten password, confirmation.</summary>
    public Rate MailPerRecipient { get; set; } = new(4, TimeSpan.FromHours(1));

    /// <summary>Mails caused from one address.</summary>
    public Rate MailPerAddress { get; set; } = new(30, TimeSpan.FromHours(1));

    /// <summary>Links of mails opened from one address, right ones or not.</summary>
    public Rate LinksPerAddress { get; set; } = new(60, TimeSpan.FromMinutes(10));

    /// <summary>Passwords asked of someone who is logged in already, for one account.</summary>
    public Rate PasswordPerAccount { get; set; } = new(5, TimeSpan.FromMinutes(5));

    internal bool IsUsable => KnownAddressLifetime > TimeSpan.Zero && Array.TrueForAll(
        [
            LogInPerAccountAndAddress, LogInPerAccount, LogInPerAddress, RegistrationsPerAddress, GuestsPerAddress,
            MailPerRecipient, MailPerAddress, LinksPerAddress, PasswordPerAccount,
        ],
        rate => rate.IsUsable);
}
