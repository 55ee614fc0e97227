using Microsoft.Extensions.Options;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Data;
using OneVOne.Identity.Keys;

namespace OneVOne.Identity.Sessions;

/// <summary>Makes what a client gets; the rows that stand behind it are the caller's to commit.</summary>
internal sealed class SessionIssuer(
    AccessTokenWriter accessTokens, IHttpContextAccessor accessor, IOptions<SessionOptions> options, TimeProvider time)
{
    /// <summary>From where the request comes, as the gateway tells it.</summary>
    public string? Address => accessor.HttpContext?.Connection.RemoteIpAddress switch
    {
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        var address => address?.ToString(),
    };

    /// <summary>Adds a new session with its first refresh token to the context.</summary>
    public IssuedSession Issue(IdentityDbContext db, User user)
    {
        var session = Session.Start(
            user.Id, time.GetStorableNow(), options.Value.Lifetime, Device.Of(accessor.HttpContext?.Request), Address);
        var (refreshToken, hash) = RefreshToken.Draw();
        db.Sessions.Add(session);
        db.RefreshTokens.Add(RefreshToken.First(session, hash, options.Value.IdleLifetime));
        return Answer(session.Id, refreshToken, OwnProfile.Of(user));
    }

    /// <summary>The answer about a session whose rows are written.</summary>
    public IssuedSession Answer(Guid sessionId, string refreshToken, OwnProfile user)
    {
        var lifetime = options.Value.AccessTokenLifetime;
        return new(
            accessTokens.Write(user, sessionId, lifetime), (int)lifetime.TotalSeconds, refreshToken, user)
        {
            RefreshLifetime = options.Value.IdleLifetime,
        };
    }
}
