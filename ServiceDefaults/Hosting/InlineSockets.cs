using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace OneVOne.ServiceDefaults.Hosting;

/// <summary>
/// Reads and writes sockets on the thread that the operating system's news of them came to, instead of handing each to a
/// worker and on to another. Most of what a small frame costs is the waking of threads. Only where nothing blocks: a
/// handler that does holds up all other sockets of its thread.
/// </summary>
public static class InlineSockets
{
    // The runtime reads it once, before its first socket.
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Kestrel hands what it read straight to its handler.</summary>
    public static WebApplicationBuilder UseInlineKestrel(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        return builder;
    }

    /// <summary>All sockets of the process, those that it calls others by too. The first line of a program.</summary>
    public static void Use() => Environment.SetEnvironmentVariable(Variable, "1");
}
