using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using OneVOne.Contracts.Identity;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Profile;

/// <param name="DisplayName">Null or absent: stays.</param>
/// <param name="Bio">Null or absent: stays; empty: none.</param>
public sealed record ChangeProfile(string? DisplayName = null, string? Bio = null);

/// <summary>
/// Changes what others see of a person: one change at a time of one person, as each has a version, and the event that
/// tells of it goes into the outbox in the same transaction.
/// </summary>
internal sealed class ProfileChanging(IdentityDbContext db, TimeProvider time)
{
    // A right token of an account that is gone.
    public static readonly Problem Gone = new(401, "auth.token_invalid", "The account of this token is gone; log in again.");

    private static readonly Problem ChangedMeanwhile = new(
        412, "profile.changed_meanwhile", "The profile was changed since you read it; read it again, then repeat the change.");

    public async Task<Outcome<User>> ChangeAsync(
        Guid userId, ChangeProfile body, IList<EntityTagHeaderValue> expected, CancellationToken cancellationToken)
    {
        var displayName = body.DisplayName is null ? null : ProfileRules.Tidy(body.DisplayName);
        var bio = body.Bio?.Trim().ReplaceLineEndings("\n");
        return ProfileRules.Check(displayName, bio) is { Count: > 0 } errors
            ? Problem.Invalid(errors)
            : await ChangeAsync(userId, expected, user => Task.FromResult(user.Present(displayName, bio)), cancellationToken);
    }

    /// <param name="expected">If not empty, the versions of which one must be the profile's.</param>
    /// <param name="change">Runs with the person's row locked; tells whether anything is different. May write more rows.</param>
    public async Task<Outcome<User>> ChangeAsync(
        Guid userId,
        IList<EntityTagHeaderValue> expected,
        Func<User, Task<bool>> change,
        CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Users.FromSql($"SELECT * FROM users WHERE id = {userId} FOR UPDATE").ToListAsync(cancellationToken)
            is not [var user])
        {
            return Gone;
        }

        if (expected.Count > 0 && !expected.Any(tag => tag.Tag == "*" || tag.Tag == TagOf(user).Tag))
        {
            return ChangedMeanwhile;
        }

        if (await change(user))
        {
            db.Publish(new ProfileChanged(
                user.Id, user.UserName!, user.DisplayName, user.AvatarId, time.GetStorableNow(), user.Version));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return user;
    }

    /// <summary>Weak: it tells of the profile, not of each byte of the answer.</summary>
    public static EntityTagHeaderValue TagOf(User user) => new($"\"{user.Version}\"", isWeak: true);
}
