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
        var turn = await CallTurn.TakeAsync(TurnOf(invocationContext.Context.Items));
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

    // Not a feature: broadcasts read those meanwhile, and they are no place for two threads.
    private static SemaphoreSlim TurnOf(IDictionary<object, object?> items)
    {
        if (items.TryGetValue(typeof(CallsInTurn), out var item) && item is SemaphoreSlim turn)
        {
            return turn;
        }

        var first = new SemaphoreSlim(1, 1);
        items[typeof(CallsInTurn)] = first;
        return first;
    }
}
