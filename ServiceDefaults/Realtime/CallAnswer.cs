using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using OneVOne.ServiceDefaults.Problems;

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

    /// <param name="invocationId">Null of a call that wants no answer.</param>
    public ValueTask SucceedAsync(string? invocationId, object result) =>
        invocationId is null ? default : connection.WriteAsync(CompletionMessage.WithResult(invocationId, result));

    /// <inheritdoc cref="SucceedAsync"/>
    public ValueTask FailAsync(string? invocationId, Problem problem) =>
        invocationId is null ? default : FailAsync(invocationId, problem.ToHubException());

    internal ValueTask FailAsync(string invocationId, HubException exception) =>
        connection.WriteAsync(CompletionMessage.WithError(invocationId, exception.Message));
}
