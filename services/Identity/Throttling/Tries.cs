using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OneVOne.Identity.Accounts;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Throttling;

/// <summary>
/// Who may try what once more. Asked before anything is looked up, and counted for accounts that do not exist as for those
/// that do, so that no answer tells which is which.
/// </summary>
internal sealed class Tries(Throttle throttle, IOptions<ThrottlingOptions> options, IHttpContextAccessor accessor)
{
    private readonly ThrottlingOptions rates = options.Value;

    private string Address => AddressOf(accessor.HttpContext?.Connection.RemoteIpAddress);

    /// <summary>Counts a log-in, which <see cref="LoggedInAsync"/> takes back.</summary>
    public async Task<Problem?> LogInAsync(string login, CancellationToken cancellationToken) =>
        await throttle.TakeAsync(
            [
                new(Pair(login), rates.LogInPerAccountAndAddress),
                new(Account(login), rates.LogInPerAccount, Unless: Known(login)),
                new($"login:{Address}", rates.LogInPerAddress),
            ],
            cancellationToken) is { } wait
                ? new Problem(429, "login.throttled", "Too many log-ins failed; wait and try again, or set a new password.", RetryAfter: wait)
                : null;

    public Task LoggedInAsync(string login, CancellationToken cancellationToken) => throttle.ForgiveAsync(
        [Pair(login), Account(login)],
        new($"login:{Address}", rates.LogInPerAddress),
        remember: Known(login),
        rates.KnownAddressLifetime,
        cancellationToken);

    public Task<Problem?> RegisterAsync(CancellationToken cancellationToken) =>
        TakeAsync([new($"register:{Address}", rates.RegistrationsPerAddress)], cancellationToken);

    public Task<Problem?> MakeGuestAsync(CancellationToken cancellationToken) =>
        TakeAsync([new($"guest:{Address}", rates.GuestsPerAddress)], cancellationToken);

    /// <param name="recipient">An address, or whatever names the person, such as a user name or an id.</param>
    public Task<Problem?> CauseMailAsync(string recipient, CancellationToken cancellationToken) => TakeAsync(
        [
            new($"mail:{Digest(recipient)}", rates.MailPerRecipient),
            new($"mail:{Address}", rates.MailPerAddress),
        ],
        cancellationToken);

    public Task<Problem?> OpenLinkAsync(CancellationToken cancellationToken) =>
        TakeAsync([new($"link:{Address}", rates.LinksPerAddress)], cancellationToken);

    /// <summary>A password that is asked of someone who is logged in: who took over a session must not find it out.</summary>
    public Task<Problem?> GivePasswordAsync(Guid userId, CancellationToken cancellationToken) =>
        TakeAsync([new($"password:{userId}", rates.PasswordPerAccount)], cancellationToken);

    internal static string AddressOf(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6 || address.AddressFamily == AddressFamily.InterNetwork)
        {
            return address.MapToIPv4().ToString();
        }

        var network = address.GetAddressBytes();
        Array.Clear(network, 8, 8);
        return $"{new IPAddress(network)}/64";
    }

    private string Pair(string login) => $"login:{Digest(login)}:{Address}";

    private string Known(string login) => $"known:{Digest(login)}:{Address}";

    private static string Account(string login) => $"login:{Digest(login)}";

    /// <summary>Of any length, and neither names nor addresses of people stand in Redis.</summary>
    private static string Digest(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(User.Normalize(text)))[..16]);

    private async Task<Problem?> TakeAsync(IReadOnlyList<Bucket> buckets, CancellationToken cancellationToken) =>
        await throttle.TakeAsync(buckets, cancellationToken) is { } wait
            ? new Problem(429, "rate.limited", "Too often; wait and try again.", RetryAfter: wait)
            : null;
}
