using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>The answer to one <see cref="AnsweredCall"/>.</summary>
/// <param name="ConnectionId">Of the caller.</param>
public sealed record CallAnswer(string ConnectionId, string InvocationId, object Result)
{
    internal CompletionMessage ToMessage() => CompletionMessage.WithResult(InvocationId, Result);
}

/// <summary>Answers an <see cref="AnsweredCall"/> that has nothing else to tell.</summary>
public sealed class CallAnswers
{
    private readonly HubConnectionContext connection;

    internal CallAnswers(HubConnectionContext connection) => this.connection = connection;

    public static CallAnswers Of(HubCallerContext context) => context.Features.Get<CallAnswers>()!;

    public ValueTask SucceedAsync(string invocationId, object result) =>
        connection.WriteAsync(CompletionMessage.WithResult(invocationId, result));

    internal ValueTask FailAsync(string invocationId, HubException exception) =>
        connection.WriteAsync(CompletionMessage.WithError(invocationId, exception.Message));
}
