using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Data;

namespace OneVOne.Identity.Passkeys;

/// <summary>
/// What the framework's passkey handler reads through <see cref="UserManager{TUser}"/>. It never writes: accounts and passkeys
/// change by the statements of their own features, so whoever calls a write here took a wrong way and is told.
/// </summary>
internal sealed class PasskeyStore(IdentityDbContext db) : IUserPasskeyStore<User>
{
    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.UserName);

    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) =>
        Task.FromResult(user.NormalizedUserName);

    public async Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id)
            ? await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == id, cancellationToken)
            : null;

    public async Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.NormalizedUserName == normalizedUserName, cancellationToken);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken) =>
        [.. (await db.Passkeys.AsNoTracking().Where(passkey => passkey.UserId == user.Id).ToListAsync(cancellationToken))
            .Select(passkey => passkey.ToInfo())];

    public async Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking()
            .SingleOrDefaultAsync(
                user => db.Passkeys.Any(passkey => passkey.CredentialId == credentialId && passkey.UserId == user.Id), cancellationToken);

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        (await db.Passkeys.AsNoTracking()
            .SingleOrDefaultAsync(passkey => passkey.UserId == user.Id && passkey.CredentialId == credentialId, cancellationToken))?.ToInfo();

    public Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();

    public Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) => throw ReadOnly();

    public void Dispose()
    {
        // The context is the scope's.
    }

    private static NotSupportedException ReadOnly() =>
        new("Accounts and passkeys are written by their features' own statements; see docs/decisions/passkeys-without-cookies.md.");
}
