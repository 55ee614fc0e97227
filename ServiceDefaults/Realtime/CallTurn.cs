namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// The turn of one call among those of its connection, which begin in the order that they came in: the next begins when
/// this one ends, or gives way earlier as what is left of it changes no order.
/// </summary>
public sealed class CallTurn
{
    private readonly SemaphoreSlim turn;
    private int gaveWay;

    private CallTurn(SemaphoreSlim turn) => this.turn = turn;

    internal static async ValueTask<CallTurn> TakeAsync(SemaphoreSlim turn)
    {
        await turn.WaitAsync();
        return new CallTurn(turn);
    }

    /// <summary>Lets the next call begin; once.</summary>
    public void GiveWay()
    {
        if (Interlocked.Exchange(ref gaveWay, 1) == 0)
        {
            turn.Release();
        }
    }
}
