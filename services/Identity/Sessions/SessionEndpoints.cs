using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Sessions;

/// <param name="RefreshToken">Ends this token's session too, should it be another of the same person.</param>
public sealed record LogOut(string? RefreshToken = null);

internal static class SessionEndpoints
{
    public static void AddSessions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SessionOptions>().BindConfiguration("Identity:Sessions")
            .Validate(
                options => options.IsUsable,
                "Identity:Sessions: each time must be positive, the grace below the idle life.")
            .ValidateOnStart();
        builder.Services.AddSingleton<SessionIssuer>();
        builder.Services.AddScoped<SessionStart>();
        builder.Services.AddScoped<LoggingIn>();
        builder.Services.AddScoped<SessionRefreshing>();
        builder.Services.AddScoped<SessionEnding>();
        builder.Services.AddScoped<Reauthentication>();
        builder.Services.AddHostedService<SessionCleaner>();
    }

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
                + "ends its session.")
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
            .WithDescription("204, also when it had ended before. The body is optional.")
            .ProducesProblem(400).ProducesProblem(401);
    }

    private static async Task<Results<Ok<IssuedSession>, ProblemHttpResult>> LogInAsync(
        LogIn body, LoggingIn loggingIn, CancellationToken cancellationToken) =>
        (await loggingIn.LogInAsync(body, cancellationToken)).ToOk();

    private static async Task<Results<Ok<IssuedSession>, ProblemHttpResult>> RefreshAsync(
        RefreshSession body, SessionRefreshing refreshing, CancellationToken cancellationToken) =>
        (await refreshing.RefreshAsync(body, cancellationToken)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> ReauthenticateAsync(
        Reauthenticate body, CurrentUser me, Reauthentication again, CancellationToken cancellationToken) =>
        await again.ByPasswordAsync(me, body, cancellationToken) is { } problem ? problem.ToResult() : TypedResults.NoContent();

    private static async Task<NoContent> LogOutAsync(
        LogOut? body, CurrentUser me, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var hash = body?.RefreshToken is { } token ? RefreshToken.TryHash(token) : null;
        await db.Sessions
            .Where(session => session.UserId == me.Id && session.EndedAt == null)
            .Where(session => session.Id == me.SessionId
                || db.RefreshTokens.Any(refresh => refresh.Hash == hash && refresh.SessionId == session.Id))
            .ExecuteUpdateAsync(set => set
                .SetProperty(session => session.EndedAt, DateTimeOffset.UtcNow)
                .SetProperty(session => session.EndReason, SessionEnd.LoggedOut), cancellationToken);
        return TypedResults.NoContent();
    }
}
