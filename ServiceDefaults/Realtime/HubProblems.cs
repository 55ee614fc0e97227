using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// What a hub method throws reaches the caller as a problem; the connection stays open. Who leaves while coming is no problem.
/// </summary>
internal sealed partial class HubProblems(ILogger<HubProblems> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            // Records say which of their members may be null; nothing says so of the record itself.
            return invocationContext.HubMethodArguments.Contains(null)
                ? throw Problem.Malformed("A call takes one record, not null; see docs/realtime.md.").ToHubException()
                : await next(invocationContext);
        }
        catch (Exception e)
        {
            var failure = e as HubException ?? ToHubException(e, invocationContext.HubMethodName);
            if (invocationContext.HubMethodArguments is [AnsweredCall { InvocationId: { } id }])
            {
                await CallAnswers.Of(invocationContext.Context).FailAsync(id, failure);
                return null;
            }

            throw failure;
        }
    }

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.Context.ConnectionAborted.IsCancellationRequested)
        {
            // Thrown on, it would be an error in the log for each of them, and OnDisconnectedAsync would not be called, which
            // forgets what was begun.
        }
    }

    private HubException ToHubException(Exception exception, string method)
    {
        var problem = ProblemExceptionHandler.Of(exception);
        if (problem.Status >= 500)
        {
            Log.Failed(logger, exception, method);
        }

        return problem.ToHubException();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Hub method {Method} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string method);
    }
}
