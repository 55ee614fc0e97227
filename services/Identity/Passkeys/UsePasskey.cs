using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passkeys;

/// <summary>Checks that a person has the private key of one of their passkeys, and that their device saw who they are.</summary>
internal sealed class PasskeyCheck(
    IdentityDbContext db, IPasskeyHandler<User> handler, PasskeyStates states, IHttpContextAccessor accessor)
{
    /// <param name="purpose">One of <see cref="PasskeyStates"/>.</param>
    /// <param name="sessionId">Who asks; null before a log-in.</param>
    /// <param name="owner">Whose passkeys may answer; null when the passkey itself tells who logs in.</param>
    public async Task<PasskeyOptionsAnswer> MakeOptionsAsync(string purpose, Guid? sessionId, User? owner)
    {
        var options = await handler.MakeRequestOptionsAsync(owner, accessor.HttpContext!);
        return PasskeyOptionsAnswer.Of(options.RequestOptionsJson, states.Seal(purpose, sessionId, options.AssertionState!));
    }

    /// <summary>
    /// Whose passkey answered, in the caller's transaction, by which the answer is used up; <paramref name="refusal"/> when the
    /// answer is not right.
    /// </summary>
    public async Task<Outcome<User>> CheckAsync(
        string purpose, Guid? sessionId, JsonElement credential, string text, Problem refusal, CancellationToken cancellationToken)
    {
        if (states.Open(purpose, sessionId, text) is not { } state)
        {
            return PasskeyStates.Invalid;
        }

        var asserted = await handler.PerformAssertionAsync(new()
        {
            HttpContext = accessor.HttpContext!,
            CredentialJson = credential.GetRawText(),
            AssertionState = state,
        });
        if (!asserted.Succeeded)
        {
            return PasskeyFailures.ThrowIfOurs(asserted.Failure) ?? refusal;
        }

        return !await states.TakeAsync(text, cancellationToken) ? PasskeyStates.Invalid
            : await NoteUseAsync(asserted.User, asserted.Passkey, cancellationToken) ? asserted.User
            : refusal;
    }

    /// <summary>The counter is compared again by the statement: two answers with one count are a cloned device.</summary>
    private async Task<bool> NoteUseAsync(User user, UserPasskeyInfo used, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE passkeys SET sign_count = {(long)used.SignCount}, is_backed_up = {used.IsBackedUp}, last_used_at = now()
            WHERE user_id = {user.Id} AND credential_id = {used.CredentialId}
                AND (sign_count < {(long)used.SignCount} OR (sign_count = 0 AND {(long)used.SignCount} = 0))
            """, cancellationToken) == 1;
}
