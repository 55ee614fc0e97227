using Microsoft.Extensions.Logging;

namespace OneVOne.ServiceDefaults.Messaging;

/// <summary>
/// What a consumer wants done once its transaction has committed: telling connected clients, above all. Clients repair
/// what they miss by asking again, so a failure here is logged and not retried.
/// </summary>
public sealed partial class AfterCommit(ILogger<AfterCommit> logger)
{
    private readonly List<Func<CancellationToken, Task>> acts = [];

    public void Do(Func<CancellationToken, Task> act) => acts.Add(act);

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var act in acts)
        {
            try
            {
                await act(cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.Failed(logger, e);
            }
        }

        acts.Clear();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What should follow a commit failed")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
