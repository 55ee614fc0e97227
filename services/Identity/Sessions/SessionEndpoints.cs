using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Sessions;

/// <param name="RefreshToken">Ends this token's session too, should it be another of the same person.</param>
public sealed record LogOut(string? RefreshToken = null);

internal static class SessionEndpoints
{
    private static readonly Problem NoRefreshToken = Problem.Malformed(
        $"Send the refreshToken in the body, or the cookie {RefreshCookie.Name} that a log-in with refreshTokenIn \"cookie\" set.");

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("").WithTags("Sessions").AddEndpointFilter(NoStore.FilterAsync);

        sessions.MapPost("/login", LogInAsync).AllowAnonymous()
            .WithSummary("Log in with user name or e-mail address.")
            .WithDescription(
                "401 login.failed, the same for an unknown account and a wrong password; with a right password 401 login.code_required "
                + "or login.code_invalid when the account has a second factor, 403 account.suspended with until; 429 login.throttled or "
                + "rate.limited with Retry-After.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429);

        sessions.MapPost("/refresh", RefreshAsync).AllowAnonymous()
            .WithSummary("Exchange a refresh token for a new access and refresh token.")
            .WithDescription(
                "401 refresh.invalid; 403 account.suspended with until. A token that was exchanged before, longer ago than the grace, "
                + "ends its session. A token in the cookie is taken from pages of this origin only (403 origin.not_allowed), and the "
                + "next one goes into the cookie.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);

        sessions.MapPost("/reauthenticate", ReauthenticateAsync)
            .WithSummary("Show again who you are, which sensitive changes ask for.")
            .WithDescription(
                "With the code when the account has a second factor. 401 reauthentication.failed, reauthentication.code_required, "
                + "reauthentication.code_invalid; 429 reauthentication.throttled or rate.limited with Retry-After. Good for 10 minutes "
                + "of this session.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(429);

        sessions.MapPost("/logout", LogOutAsync)
            .WithSummary("End the session of the access token.")
            .WithDescription("204; 401 auth.session_ended when it had ended before. The body is optional; the cookie is removed.")
            .ProducesProblem(400).ProducesProblem(401);

        sessions.MapGet("/sessions", ListAsync)
            .WithSummary("The own sessions that still run, the newest log-in first.")
            .ProducesProblem(400).ProducesProblem(401);

        sessions.MapDelete("/sessions/{id:guid}", EndAsync)
            .WithSummary("End one of the own sessions; its connections close within a second.")
            .WithDescription("404 session.not_found when there is none of the own that still runs.")
            .ProducesProblem(401).ProducesProblem(404);

        sessions.MapDelete("/sessions", EndOthersAsync)
            .WithSummary("End all own sessions but this one; their connections close within a second.")
            .ProducesProblem(401);
    }

    /// <summary>
    /// What the other services ask for, past the gateway: the sessions that ended while access tokens of them are within
    /// their time, from a cursor on.
    /// </summary>
    public static void MapEndedSessions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/internal/ended-sessions", (string? after, EndedSessionList list, CancellationToken cancellationToken) =>
                list.ReadAsync(after, cancellationToken))
            .RequireServiceKey()
            .ExcludeFromDescription();

    private static async Task<Results<Ok<IssuedSession>, ProblemHttpResult>> LogInAsync(
        LogIn body, LoggingIn loggingIn, HttpContext http, CancellationToken cancellationToken) =>
        (await loggingIn.LogInAsync(body, cancellationToken)).ToOk(body.RefreshTokenIn, http);

    private static async Task<Results<Ok<IssuedSession>, ProblemHttpResult>> RefreshAsync(
        RefreshSession body, SessionRefreshing refreshing, HttpContext http, CancellationToken cancellationToken)
    {
        if (body.RefreshToken is { } token)
        {
            return (await refreshing.RefreshAsync(token, cancellationToken)).ToOk();
        }

        if (RefreshCookie.Read(http) is not { } cookie)
        {
            return NoRefreshToken.ToResult();
        }

        if (RefreshCookie.CheckOrigin(http.Request) is { } foreign)
        {
            return foreign.ToResult();
        }

        // A refused token stays in the cookie: another tab may have put a better one there meanwhile.
        return (await refreshing.RefreshAsync(cookie, cancellationToken)).ToOk(RefreshTokenIn.Cookie, http);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ReauthenticateAsync(
        Reauthenticate body, CurrentUser me, Reauthentication again, CancellationToken cancellationToken) =>
        await again.ByPasswordAsync(me, body, cancellationToken) is { } problem ? problem.ToResult() : TypedResults.NoContent();

    private static async Task<NoContent> LogOutAsync(
        LogOut? body, CurrentUser me, IdentityDbContext db, HttpContext http, CancellationToken cancellationToken)
    {
        var hash = (body?.RefreshToken ?? RefreshCookie.Read(http)) is { } token ? RefreshToken.TryHash(token) : null;
        await db.Sessions
            .Where(session => session.UserId == me.Id && session.EndedAt == null)
            .Where(session => session.Id == me.SessionId
                || db.RefreshTokens.Any(refresh => refresh.Hash == hash && refresh.SessionId == session.Id))
            .ExecuteUpdateAsync(set => set
                .SetProperty(session => session.EndedAt, DateTimeOffset.UtcNow)
                .SetProperty(session => session.EndReason, SessionEnd.LoggedOut), cancellationToken);
        RefreshCookie.Clear(http);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<SessionSummary>>, ProblemHttpResult>> ListAsync(
        PageRequest page, CurrentUser me, SessionList list, CancellationToken cancellationToken) =>
        (await list.ReadAsync(me, page, cancellationToken)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        Guid id, CurrentUser me, SessionList list, CancellationToken cancellationToken) =>
        await list.EndAsync(me, id, cancellationToken) is { } problem ? problem.ToResult() : TypedResults.NoContent();

    private static async Task<NoContent> EndOthersAsync(CurrentUser me, SessionList list, CancellationToken cancellationToken)
    {
        await list.EndOthersAsync(me, cancellationToken);
        return TypedResults.NoContent();
    }
}
