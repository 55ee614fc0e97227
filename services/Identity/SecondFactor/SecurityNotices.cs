using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;
using OneVOne.Identity.Email;

namespace OneVOne.Identity.SecondFactor;

/// <summary>Tells a person by mail what happened to how they log in, so that they notice what they did not do (ASVS 6.3.7).</summary>
internal sealed class SecurityNotices(IdentityDbContext db)
{
    /// <summary>Adds the mail to the context, if the account has an address; the caller saves it.</summary>
    public Task AddAsync(Guid userId, string subject, string happened, CancellationToken cancellationToken) => AddAsync(
        userId, subject, happened,
        "If this was not you: change your password, end all other sessions in your settings, and look through your second factor "
        + "and passkeys there.",
        cancellationToken);

    public Task AddSuspensionAsync(Guid userId, string reason, DateTimeOffset? until, CancellationToken cancellationToken) => AddAsync(
        userId, "Your account is suspended", $"Your account was suspended. Reason: {reason}",
        until is { } end
            ? string.Create(CultureInfo.InvariantCulture, $"You can log in again from {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC.")
            : "It stays so until an operator of this system lets you in again.",
        cancellationToken);

    private async Task AddAsync(
        Guid userId, string subject, string happened, string whatNow, CancellationToken cancellationToken)
    {
        var owner = await db.Users.AsNoTracking().Where(user => user.Id == userId && user.Email != null)
            .Select(user => new { user.UserName, user.Email }).SingleOrDefaultAsync(cancellationToken);
        if (owner is not null)
        {
            db.OutgoingEmails.Add(new OutgoingEmail
            {
                Recipient = owner.Email!,
                Subject = subject,
                Body = $"Hello {owner.UserName},\n\n{happened}\n\n{whatNow}\n",
            });
        }
    }
}
