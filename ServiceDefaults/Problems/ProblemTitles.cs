using Microsoft.AspNetCore.WebUtilities;

namespace OneVOne.ServiceDefaults.Problems;

/// <summary>The short, unchanging title of each status and the code of answers that only have a status.</summary>
public static class ProblemTitles
{
    public static string Of(int status) => ReasonPhrases.GetReasonPhrase(status);

    /// <summary>The problem of an answer that the framework gave with a bare status code.</summary>
    public static Problem ForBareStatus(int status) => status switch
    {
        401 => new(401, "auth.token_missing", "Send an access token: Authorization: Bearer <token>."),
        403 => new(403, "auth.forbidden", "This account may not do that."),
        404 => new(404, "route.not_found", "Nothing is at this address; see the API docs."),
        405 => new(405, "route.method_not_allowed", "This address does not answer that method; see Allow."),
        406 => new(406, "request.not_acceptable", "No acceptable representation; ask for application/json."),
        413 => new(413, "request.too_large", "The body is larger than this address accepts."),
        415 => new(415, "request.unsupported_media_type", "This address does not take a body of this type; mostly it is application/json, see the API docs."),
        429 => new(429, "rate.limited", "Too many requests; wait and try again."),
        502 or 503 => Problem.Unavailable("The service is not there at the moment; try again."),
        504 => new(504, "service.timeout", "The service took too long to answer; try again."),
        >= 500 => Problem.Internal,
        _ => new(status, $"http.{status}", Of(status)),
    };
}
