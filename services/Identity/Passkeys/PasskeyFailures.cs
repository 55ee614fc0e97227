using System.Data.Common;
using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Identity;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Passkeys;

internal static class PasskeyFailures
{
    /// <summary>
    /// The framework's handler makes a refusal of every exception, of a database that is away too: that one is thrown again,
    /// so that the client hears 503 and not that its passkey is wrong. Else null.
    /// </summary>
    public static Problem? ThrowIfOurs(PasskeyException failure)
    {
        for (var inner = failure.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is DbException or TimeoutException)
            {
                ExceptionDispatchInfo.Throw(failure.InnerException!);
            }
        }

        return null;
    }
}
