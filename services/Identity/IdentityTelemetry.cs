using System.Diagnostics.Metrics;

namespace OneVOne.Identity;

internal static class IdentityTelemetry
{
    private static readonly Meter Meter = new("OneVOne.Identity");

    public static Counter<long> Registrations { get; } =
        Meter.CreateCounter<long>("identity.registrations", "{account}", "Accounts made.");

    /// <summary>Tagged with <c>outcome</c>: <c>done</c> or <c>failed</c>.</summary>
    public static Counter<long> Logins { get; } = Meter.CreateCounter<long>("identity.logins", "{login}", "Tries to log in.");

    /// <summary>Tagged with <c>outcome</c>: <c>done</c>, <c>invalid</c> or <c>replayed</c>.</summary>
    public static Counter<long> Refreshes { get; } =
        Meter.CreateCounter<long>("identity.refreshes", "{refresh}", "Tries to refresh a session.");

    public static Counter<long> HashingRefused { get; } = Meter.CreateCounter<long>(
        "identity.hashing.refused", "{request}", "Requests turned away because the queue of password hashing was full.");

    public static Counter<long> Deletions { get; } =
        Meter.CreateCounter<long>("identity.deletions", "{account}", "Accounts that ended after their grace.");

    public static Gauge<long> OverdueErasures { get; } = Meter.CreateGauge<long>(
        "identity.erasures.overdue", "{erasure}", "Erasures of deleted people that a service should have confirmed by now.");

    /// <summary>Tagged with <c>outcome</c>: <c>sent</c> or <c>given_up</c>.</summary>
    public static Counter<long> Emails { get; } = Meter.CreateCounter<long>("identity.emails", "{mail}", "Mails.");

    /// <summary>Log-ins that were held up before the password was looked at.</summary>
    public static Counter<long> Throttled { get; } =
        Meter.CreateCounter<long>("identity.throttled", "{login}", "Log-ins held up because too many had failed.");

    public static void Count(Counter<long> counter, string outcome) =>
        counter.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
