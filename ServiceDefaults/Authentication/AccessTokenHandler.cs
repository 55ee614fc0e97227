using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>
/// Authenticates <c>Authorization: Bearer</c>, and for hubs <c>?access_token=</c>, as browsers cannot set a header on a
/// WebSocket. Refusals are problems that tell missing, invalid, expired and ended apart.
/// </summary>
internal sealed class AccessTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AccessTokenValidator validator) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "AccessToken";

    private const string Bearer = "Bearer ";
    private Problem? problem;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ReadToken() is not { } text)
        {
            return AuthenticateResult.NoResult();
        }

        var outcome = await validator.ValidateAsync(text, Context.RequestAborted);
        if (outcome.Problem is not null)
        {
            problem = outcome.Problem;
            return AuthenticateResult.Fail(problem.Code);
        }

        var token = outcome.Value;
        var identity = new ClaimsIdentity(
        [
            new Claim(CurrentUser.SubjectClaim, token.UserId.ToString()),
            new Claim(CurrentUser.SessionClaim, token.SessionId.ToString()),
            new Claim(CurrentUser.NameClaim, token.Username),
            new Claim(CurrentUser.RoleClaim, token.Role.ToString()),
            new Claim(CurrentUser.EmailVerifiedClaim, token.EmailVerified ? "true" : "false"),
        ], SchemeName, CurrentUser.NameClaim, CurrentUser.RoleClaim);
        // SignalR closes the connection at this time (CloseOnAuthenticationExpiration).
        var properties = new AuthenticationProperties { ExpiresUtc = token.ExpiresAt };
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), properties, SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (problem?.Status is null or StatusCodes.Status401Unauthorized)
        {
            Response.Headers.WWWAuthenticate = problem is null ? "Bearer" : "Bearer error=\"invalid_token\"";
        }

        return ProblemWriter.WriteAsync(Context, problem ?? ProblemTitles.ForBareStatus(StatusCodes.Status401Unauthorized));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ProblemWriter.WriteAsync(Context, ProblemTitles.ForBareStatus(StatusCodes.Status403Forbidden));

    private string? ReadToken()
    {
        var header = Request.Headers[HeaderNames.Authorization].ToString();
        if (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return header[Bearer.Length..].Trim();
        }

        return Request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal)
            && Request.Query["access_token"].ToString() is { Length: > 0 } text ? text : null;
    }
}
