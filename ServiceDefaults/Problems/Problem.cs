using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;

namespace OneVOne.ServiceDefaults.Problems;

/// <summary>
/// A refusal that a client can act on (RFC 9457). The same value answers over HTTP, as <c>application/problem+json</c>,
/// and over a hub, as the JSON text of the completion's error.
/// </summary>
/// <param name="Status">The HTTP status code, also told over hubs.</param>
/// <param name="Code">Stable and machine-readable: <c>noun.reason</c> in snake case.</param>
/// <param name="Detail">For a person: what went wrong and what to do.</param>
/// <param name="Errors">For <c>request.invalid</c>: the messages of each field.</param>
/// <param name="RetryAfter">For 429 and 503: when to try again, sent as <c>Retry-After</c> too.</param>
/// <param name="Extensions">Members of this code alone, such as the end of a suspension.</param>
public sealed record Problem(
    int Status,
    string Code,
    string Detail,
    IReadOnlyDictionary<string, string[]>? Errors = null,
    TimeSpan? RetryAfter = null,
    IReadOnlyDictionary<string, object?>? Extensions = null)
{
    internal const string RetryAfterExtension = "retryAfterMs";

    private const string TypePrefix = "urn:onevone:problem:";

    public static Problem Malformed(string detail) => new(400, "request.malformed", detail);

    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(400, "request.invalid", "Some fields are not acceptable; see errors.", errors);

    public static Problem Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]> { [field] = [message] });

    public static Problem NotFound(string code, string detail) => new(404, code, detail);

    public static Problem Forbidden(string code, string detail) => new(403, code, detail);

    public static Problem Conflict(string code, string detail) => new(409, code, detail);

    public static Problem Unavailable(string detail) =>
        new(503, "service.unavailable", detail, RetryAfter: TimeSpan.FromSeconds(2));

    public static Problem Internal { get; } =
        new(500, "internal", "Something went wrong on our side. Try again; if it stays, report the traceId.");

    /// <summary>The problem as the body of an HTTP answer.</summary>
    public ProblemDetails ToDetails()
    {
        var details = new ProblemDetails
        {
            Type = TypePrefix + Code,
            Title = ProblemTitles.Of(Status),
            Status = Status,
            Detail = Detail,
        };
        details.Extensions["code"] = Code;
        details.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? "";
        if (Errors is not null)
        {
            details.Extensions["errors"] = Errors;
        }

        foreach (var (name, value) in Extensions ?? new Dictionary<string, object?>())
        {
            details.Extensions[name] = value;
        }

        if (RetryAfter is { } wait)
        {
            details.Extensions[RetryAfterExtension] = (long)wait.TotalMilliseconds;
        }

        return details;
    }

    /// <summary>The problem as a minimal API's result.</summary>
    public ProblemHttpResult ToResult() => TypedResults.Problem(ToDetails());

    /// <summary>The problem as a hub method's failure; the connection stays open.</summary>
    public HubException ToHubException() => new(JsonSerializer.Serialize(ToDetails(), JsonSerializerOptions.Web));
}
