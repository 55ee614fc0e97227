using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Data;
using OneVOne.Identity.Operators;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Sessions;

/// <param name="RefreshToken">Without it the cookie's is taken, and the next one goes into the cookie.</param>
public sealed record RefreshSession(string? RefreshToken = null);

/// <summary>
/// Exchanges a refresh token for the next (RFC 9700 §4.14.2). A token that was exchanged before ends its session, as two
/// hold it and one of them stole it; except within the grace, in which each of several parallel calls gets a token of its own.
/// </summary>
internal sealed partial class SessionRefreshing(
    IdentityDbContext db, SessionIssuer issuer, Suspension suspensions, IOptions<SessionOptions> options,
    ILogger<SessionRefreshing> logger)
{
    private static readonly Problem Invalid =
        new(401, "refresh.invalid", "This refresh token is not good any more; log in again.");

    public async Task<Outcome<IssuedSession>> RefreshAsync(string token, CancellationToken cancellationToken)
    {
        if (RefreshToken.TryHash(token) is not { } presented)
        {
            IdentityTelemetry.Count(IdentityTelemetry.Refreshes, "invalid");
            return Invalid;
        }

        var (successor, hash) = RefreshToken.Draw();
        if (await RotateAsync(presented, hash, cancellationToken) is { } rotated)
        {
            IdentityTelemetry.Count(IdentityTelemetry.Refreshes, "done");
            return issuer.Answer(rotated.SessionId, successor, rotated.Owner);
        }

        var replayed = await EndIfReplayedAsync(presented, cancellationToken);
        IdentityTelemetry.Count(IdentityTelemetry.Refreshes, replayed ? "replayed" : "invalid");
        return await suspensions.OfTokenAsync(presented, cancellationToken) ?? Invalid;
    }

    /// <summary>
    /// One statement, so that nothing can come between the check and the change: parallel calls with one token queue on
    /// its row and each finds it within the grace. Time is the database's, the same for all replicas.
    /// </summary>
    private async Task<Rotated?> RotateAsync(byte[] presented, byte[] successor, CancellationToken cancellationToken)
    {
        var (grace, idle) = (options.Value.RotationGrace, options.Value.IdleLifetime);
        var (address, interval) = (issuer.Address, IdentityLimits.SessionUseInterval);
        var rows = await db.Database.SqlQuery<Rotated>(
            $"""
            WITH rotated AS (
                UPDATE refresh_tokens token SET rotated_at = COALESCE(token.rotated_at, now())
                FROM sessions session
                WHERE token.hash = {presented} AND token.expires_at > now()
                    AND (token.rotated_at IS NULL OR token.rotated_at > now() - {grace})
                    AND session.id = token.session_id AND session.ended_at IS NULL AND session.expires_at > now()
                RETURNING session.id, session.user_id, session.expires_at),
            used AS (
                UPDATE sessions SET last_used_at = now(), address = {address} FROM rotated
                WHERE sessions.id = rotated.id AND sessions.ended_at IS NULL
                    AND (sessions.last_used_at < now() - {interval} OR sessions.address IS DISTINCT FROM {address})),
            successor AS (
                INSERT INTO refresh_tokens (hash, session_id, issued_at, expires_at)
                SELECT {successor}, id, now(), LEAST(expires_at, now() + {idle}) FROM rotated)
            SELECT rotated.id AS "SessionId", users.id AS "UserId", users.user_name AS "Username",
                users.display_name AS "DisplayName", users.email AS "Email", users.email_confirmed AS "EmailVerified",
                users.role AS "Role", users.created_at AS "CreatedAt",
                users.two_factor_enabled AS "TwoFactorEnabled",
                users.bio AS "Bio", users.avatar_id AS "AvatarId", users.deletion_at AS "DeletionAt",
                users.pending_email AS "PendingEmail", users.is_guest AS "IsGuest"
            FROM rotated JOIN users ON users.id = rotated.user_id
            """).ToListAsync(cancellationToken);
        return rows is [var row] ? row : null;
    }

    private async Task<bool> EndIfReplayedAsync(byte[] presented, CancellationToken cancellationToken)
    {
        var grace = options.Value.RotationGrace;
        var ended = await db.Database.SqlQuery<Guid>(
            $"""
            UPDATE sessions session SET ended_at = now(), end_reason = {SessionEnd.RefreshReplayed}
            FROM refresh_tokens token
            WHERE token.hash = {presented} AND token.rotated_at <= now() - {grace}
                AND session.id = token.session_id AND session.ended_at IS NULL
            RETURNING session.id
            """).ToListAsync(cancellationToken);
        foreach (var sessionId in ended)
        {
            Log.Replayed(logger, sessionId);
        }

        return ended.Count > 0;
    }

    private sealed record Rotated(
        Guid SessionId,
        Guid UserId,
        string Username,
        string DisplayName,
        string? Email,
        bool EmailVerified,
        string Role,
        DateTimeOffset CreatedAt,
        bool TwoFactorEnabled,
        string Bio,
        Guid? AvatarId,
        DateTimeOffset? DeletionAt,
        string? PendingEmail,
        bool IsGuest)
    {
        public OwnProfile Owner => new(
            UserId,
            Username,
            DisplayName,
            Email,
            EmailVerified,
            Enum.Parse<Role>(Role, ignoreCase: true),
            CreatedAt,
            TwoFactorEnabled,
            Bio,
            AvatarUrls.Of(UserId, AvatarId),
            DeletionAt,
            PendingEmail,
            IsGuest);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An exchanged refresh token came again; session {SessionId} was ended")]
        public static partial void Replayed(ILogger logger, Guid sessionId);
    }
}
