using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// Works off the calls of a connection one after the other, as SignalR does by itself when it lets in one at a time; but an
/// <see cref="AnsweredCall"/> may let the next begin before it is answered.
/// </summary>
internal sealed class CallsInTurn : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        // SignalR begins the calls in order and on one thread, and this is the first that any of them waits for.
        var turn = await CallTurn.TakeAsync(TurnOf(invocationContext.Context.Features));
        try
        {
            if (invocationContext.HubMethodArguments is [AnsweredCall call])
            {
                call.Turn = turn;
            }
            else if (invocationContext.Context.ConnectionAborted.IsCancellationRequested)
            {
                // The connection ended while this waited, and what is kept of it is forgotten: not to be begun anew.
                return null;
            }

            return await next(invocationContext);
        }
        finally
        {
            turn.GiveWay();
        }
    }

    private static SemaphoreSlim TurnOf(IFeatureCollection features)
    {
        if (features.Get<Turn>() is not { } turn)
        {
            features.Set(turn = new Turn(new SemaphoreSlim(1, 1)));
        }

        return turn.Semaphore;
    }

    private sealed record Turn(SemaphoreSlim Semaphore);
}
