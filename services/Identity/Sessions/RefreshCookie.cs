using Microsoft.AspNetCore.Http.HttpResults;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Sessions;

/// <summary>Where a client wants its refresh token: browsers in a cookie that no script reads, apps in the body.</summary>
public enum RefreshTokenIn
{
    Body,
    Cookie,
}

/// <summary>
/// The refresh token of browsers. Strict keeps other sites from sending it; that the token is good for one route only, which
/// wants JSON from a page of this very origin, keeps it safe where a browser does not know SameSite or a sibling
/// domain is hostile (ASVS 3.3.2, 3.5.1).
/// </summary>
internal static class RefreshCookie
{
    public const string Name = "onevone_refresh";

    private const string Path = "/api/identity";

    private static readonly Problem OriginNotAllowed = Problem.Forbidden(
        "origin.not_allowed", "A refresh token in a cookie is taken only from a page of this very origin; see the Origin header.");

    /// <summary>The answer as the client asked for it: a token that goes into the cookie is not in the body.</summary>
    public static IssuedSession HandOver(this IssuedSession session, RefreshTokenIn where, HttpContext http)
    {
        if (where == RefreshTokenIn.Body)
        {
            return session;
        }

        var options = Options(http);
        options.MaxAge = session.RefreshLifetime;
        http.Response.Cookies.Append(Name, session.RefreshToken!, options);
        return session with { RefreshToken = null };
    }

    /// <summary>The answer to a log-in, handed over as the client asked for it.</summary>
    public static Results<Ok<IssuedSession>, ProblemHttpResult> ToOk(
        this Outcome<IssuedSession> outcome, RefreshTokenIn where, HttpContext http) =>
        outcome.Problem?.ToResult() is { } refused ? refused : TypedResults.Ok(outcome.Value.HandOver(where, http));

    /// <summary>The cookie's token; null without one.</summary>
    public static string? Read(HttpContext http) =>
        http.Request.Cookies[Name] is { Length: > 0 } token ? token : null;

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name, Options(http));

    /// <summary>Refuses pages of other origins (cross-site request forgery); browsers name the origin of every POST.</summary>
    public static Problem? CheckOrigin(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)
        // Host and port only: behind a proxy that ends TLS the scheme may not be known here.
        && origin.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
            ? null
            : OriginNotAllowed;

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = Path,
        IsEssential = true,
    };
}
