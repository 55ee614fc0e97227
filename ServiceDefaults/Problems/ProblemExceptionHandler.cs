using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OneVOne.ServiceDefaults.Problems;

/// <summary>Turns what a handler threw into a problem: the client's fault, a part that is away, or ours.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        var problem = Of(exception);
        if (problem.Status == StatusCodes.Status500InternalServerError)
        {
            Log.Unexpected(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
        }
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            Log.DependencyAway(logger, exception.Message, httpContext.Request.Path);
        }

        await ProblemWriter.WriteAsync(httpContext, problem);
        return true;
    }

    /// <summary>The problem that tells a client about an exception, without its text unless it is about the request.</summary>
    public static Problem Of(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemTitles.ForBareStatus(413),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => ProblemTitles.ForBareStatus(415),
        BadHttpRequestException { InnerException: JsonException json } => Problem.Malformed(Explain(json)),
        BadHttpRequestException bad => Problem.Malformed(bad.Message),
        JsonException json => Problem.Malformed(Explain(json)),
        // PostgreSQL cannot store U+0000, which may still come in by a query string.
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter }
            => Problem.Malformed("The text has characters that cannot be stored, such as U+0000."),
        DbUpdateException { InnerException: NpgsqlException inner } => Of(inner),
        // Written for an account, or something else, that another request removed at the same moment.
        PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation }
            => Problem.Conflict("request.target_gone", "What this is about was removed at this moment; look again."),
        NpgsqlException npgsql when IsAway(npgsql) => Problem.Unavailable("The database is not there at the moment; try again."),
        InvalidOperationException { InnerException: NpgsqlException inner } => Of(inner),
        TimeoutException or SocketException => Problem.Unavailable("A part of the system is not there at the moment; try again."),
        StackExchange.Redis.RedisConnectionException => Problem.Unavailable("Redis is not there at the moment; try again."),
        _ => Problem.Internal,
    };

    // Class 57P is "operator intervention" (shutdown, crash, starting up), 53 is "insufficient resources"
    // (too many connections, disk full): https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static bool IsAway(NpgsqlException exception) =>
        exception is not PostgresException postgres
        || exception.IsTransient
        || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal)
        || postgres.SqlState.StartsWith("53", StringComparison.Ordinal);

    private static string Explain(JsonException json) =>
        json.Path is { Length: > 1 } path ? $"The JSON is not as expected at {path}." : "The body is not the JSON that is expected.";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
        public static partial void Unexpected(ILogger logger, Exception exception, string method, PathString path);

        [LoggerMessage(2, LogLevel.Warning, "{Path}: a dependency is away: {Reason}")]
        public static partial void DependencyAway(ILogger logger, string reason, PathString path);
    }
}
