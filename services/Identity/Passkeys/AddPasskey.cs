using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.SecondFactor;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passkeys;

/// <param name="Options">For <c>PublicKeyCredential.parse…OptionsFromJSON</c>.</param>
/// <param name="State">Sent back with the credential.</param>
public sealed record PasskeyOptionsAnswer(JsonElement Options, string State)
{
    internal static PasskeyOptionsAnswer Of(string options, string state) =>
        new(JsonSerializer.Deserialize<JsonElement>(options), state);
}

/// <param name="Credential">What <c>toJSON()</c> of the new credential gave.</param>
/// <param name="State">As it came with the options.</param>
/// <param name="Name">To know it by in the list.</param>
public sealed record AddPasskey(JsonElement Credential, string State, string Name);

/// <param name="LastUsedAt">Null until its first log-in.</param>
public sealed record PasskeyDescription(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

internal sealed class AddingPasskeys(
    IdentityDbContext db, IPasskeyHandler<User> handler, PasskeyStates states, SecondFactorChange change,
    IHttpContextAccessor accessor, TimeProvider time)
{
    private static readonly Problem TooMany = Problem.Conflict(
        "passkey.too_many", $"An account has at most {IdentityLimits.MaxPasskeys} passkeys; remove one first.");

    private static readonly Problem Known = Problem.Conflict("passkey.already_added", "This passkey was added before.");

    private static readonly Problem Invalid =
        new(400, "passkey.invalid", "This credential was not accepted. Ask for options again and make it anew.");

    public async Task<Outcome<PasskeyOptionsAnswer>> MakeOptionsAsync(CurrentUser me, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.Id == me.Id, cancellationToken);
        if (user is null)
        {
            return Problem.NotFound("user.not_found", "This account is gone.");
        }

        var entity = new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.UserName!, DisplayName = user.DisplayName };
        var options = await handler.MakeCreationOptionsAsync(entity, accessor.HttpContext!);
        return PasskeyOptionsAnswer.Of(
            options.CreationOptionsJson, states.Seal(PasskeyStates.Adding, me.SessionId, options.AttestationState!));
    }

    public async Task<Outcome<PasskeyDescription>> AddAsync(CurrentUser me, AddPasskey body, CancellationToken cancellationToken)
    {
        if (PasskeyNames.Check(body.Name) is { } invalid)
        {
            return invalid;
        }

        if (states.Open(PasskeyStates.Adding, me.SessionId, body.State) is not { } state)
        {
            return PasskeyStates.Invalid;
        }

        var attested = await handler.PerformAttestationAsync(new()
        {
            HttpContext = accessor.HttpContext!,
            CredentialJson = body.Credential.GetRawText(),
            AttestationState = state,
        });
        if (!attested.Succeeded)
        {
            return PasskeyFailures.ThrowIfOurs(attested.Failure) ?? Invalid;
        }

        return await SaveAsync(me, body, Of(me, body.Name, attested.Passkey), cancellationToken);
    }

    private Passkey Of(CurrentUser me, string name, UserPasskeyInfo info)
    {
        var now = time.GetStorableNow();
        return new()
        {
            Id = Guid.CreateVersion7(now),
            UserId = me.Id,
            CredentialId = info.CredentialId,
            PublicKey = info.PublicKey,
            Name = name.Trim(),
            SignCount = info.SignCount,
            Transports = info.Transports ?? [],
            IsBackupEligible = info.IsBackupEligible,
            IsBackedUp = info.IsBackedUp,
            CreatedAt = now,
        };
    }

    private async Task<Outcome<PasskeyDescription>> SaveAsync(
        CurrentUser me, AddPasskey body, Passkey passkey, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await states.TakeAsync(body.State, cancellationToken))
        {
            return PasskeyStates.Invalid;
        }

        // The lock of the account's row makes parallel additions queue, so that the count holds.
        await db.Database.ExecuteSqlAsync($"SELECT FROM users WHERE id = {me.Id} FOR UPDATE", cancellationToken);
        if (await db.Passkeys.CountAsync(other => other.UserId == me.Id, cancellationToken) >= IdentityLimits.MaxPasskeys)
        {
            return TooMany;
        }

        db.Passkeys.Add(passkey);
        try
        {
            await change.CommitAsync(
                me, AuditTypes.PasskeyAdded, "A passkey was added", $"You can log in with the passkey \"{passkey.Name}\" from now on.",
                new { passkey.Id, passkey.Name }, cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation,
            ConstraintName: PasskeyConfiguration.CredentialIndex,
        })
        {
            return Known;
        }

        return new PasskeyDescription(passkey.Id, passkey.Name, passkey.CreatedAt, null);
    }
}
