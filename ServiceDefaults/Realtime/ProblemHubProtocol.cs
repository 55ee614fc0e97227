using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// SignalR's JSON protocol whose completion errors are always the JSON text of a problem. Bare SignalR answers arguments
/// of a wrong type and unknown methods with English sentences, which no client can act on. And it leaves the answers of
/// <see cref="AnsweredCall"/> to their methods.
/// </summary>
internal sealed class ProblemHubProtocol(JsonHubProtocol inner) : IHubProtocol
{
    private const string HubExceptionMark = "HubException: {";

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!inner.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        if (message is InvocationMessage { InvocationId: { } id, Arguments: [AnsweredCall call] } invocation)
        {
            // Without an id SignalR does not answer: the hub method does.
            call.InvocationId = id;
            message = new InvocationMessage(invocation.Target, invocation.Arguments) { Headers = invocation.Headers };
        }

        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(WithProblem(message), output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(WithProblem(message));

    private static HubMessage WithProblem(HubMessage message) =>
        message is CompletionMessage { Error: { } error, InvocationId: { } id }
            ? CompletionMessage.WithError(id, ToProblem(error))
            : message;

    private static string ToProblem(string error)
    {
        // SignalR puts a sentence before a HubException's text.
        var mark = error.IndexOf(HubExceptionMark, StringComparison.Ordinal);
        if (mark >= 0)
        {
            return error[(mark + HubExceptionMark.Length - 1)..];
        }

        if (error.StartsWith('{'))
        {
            return error;
        }

        // Arguments that could not be bound, or a method that is not there: the only failures that come without a problem.
        return (error.EndsWith("Method does not exist.", StringComparison.Ordinal)
            ? Problem.NotFound("hub.unknown_method", "This hub has no such method; see docs/realtime.md.")
            : Problem.Malformed("The arguments are not as the method expects; see docs/realtime.md.")).ToHubException().Message;
    }
}
