using Microsoft.AspNetCore.SignalR;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Chat.RateLimits;

/// <summary>Counts the calls of the hub that change something as the endpoints of the same acts are counted.</summary>
internal sealed class HubActLimits(PersonLimits limits) : IHubFilter
{
    private static readonly HashSet<string> Acts = new(["Edit", "Delete", "React", "Pin"], StringComparer.Ordinal);

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (Acts.Contains(invocationContext.HubMethodName)
            && await limits.TakeAsync(CurrentUser.From(invocationContext.Context.User).Id, Counted.Acts) is { } problem)
        {
            throw problem.ToHubException();
        }

        return await next(invocationContext);
    }
}
