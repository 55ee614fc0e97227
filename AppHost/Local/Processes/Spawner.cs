using System.Collections.Concurrent;
using System.Diagnostics;

namespace OneVOne.AppHost.Local.Processes;

/// <summary>
/// Starts processes that do not outlive the AppHost.
/// <para>
/// The kernel can signal a child when its parent is gone (PR_SET_PDEATHSIG, set by <c>setpriv</c>), but "parent" is the
/// <em>thread</em> that forked. A thread of the pool retires when it likes, and would take the child with it: hence one
/// thread that lives as long as the AppHost and starts everything.
/// </para>
/// </summary>
internal static class Spawner
{
    private static readonly BlockingCollection<Action> Requests = [];

    // What a system's own servers and services must not hear from the shell that started the AppHost. Connection strings
    // and parameters of other services are secrets; the rest would override what is injected (Aspire drops these too).
    private static readonly string[] NotInherited =
    [
        "ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "DOTNET_LAUNCH_PROFILE",
        "ConnectionStrings__", "Parameters__", "services__", "ONEVONE_", "RABBITMQ_", "PG", "ERL_", "MSBUILD",
    ];

    static Spawner() => new Thread(Serve) { IsBackground = true, Name = "spawner" }.Start();

    public static Task<ChildProcess> StartAsync(Command command, Signal orphanSignal)
    {
        var started = new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add(() =>
        {
            try
            {
                started.SetResult(Start(command, orphanSignal));
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        });
        return started.Task;
    }

    private static void Serve()
    {
        foreach (var request in Requests.GetConsumingEnumerable())
        {
            request();
        }
    }

    private static ChildProcess Start(Command command, Signal orphanSignal)
    {
        var info = new ProcessStartInfo
        {
            // A session of its own, so that Ctrl-C reaches the AppHost alone, which then stops the rest in order.
            FileName = "setsid",
            WorkingDirectory = command.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] wrapper =
            ["setpriv", "--pdeathsig", orphanSignal.ToSetPriv(), .. command.Privileges, "--", command.File];
        foreach (var argument in wrapper.Concat(command.Arguments))
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var name in info.Environment.Keys.ToArray())
        {
            if (NotInherited.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                info.Environment.Remove(name);
            }
        }

        foreach (var (name, value) in command.Environment)
        {
            info.Environment[name] = value;
        }

        return new ChildProcess(info);
    }

    private static string ToSetPriv(this Signal signal) => signal switch
    {
        Signal.Interrupt => "INT",
        Signal.Kill => "KILL",
        Signal.Terminate => "TERM",
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, null),
    };
}
