using System.Reflection;

namespace OneVOne.AppHost.Testing;

/// <summary>
/// Runs Program.cs inside another process: its <c>Run()</c> hands the built application over instead of running it.
/// The hand-over is per logical call, so systems can be built in parallel.
/// </summary>
internal static class InProcess
{
    private static readonly AsyncLocal<Box?> Taker = new();

    public static DistributedApplication Build(string[] args)
    {
        var box = new Box();
        Taker.Value = box;
        try
        {
            typeof(Projects.AppHost).Assembly.EntryPoint!.Invoke(
                null, BindingFlags.DoNotWrapExceptions, null, [args], null);
        }
        finally
        {
            Taker.Value = null;
        }

        return box.Application ?? throw new InvalidOperationException("Program.cs ended without Build().Run().");
    }

    public static bool TryTake(DistributedApplication application)
    {
        if (Taker.Value is not { } box)
        {
            return false;
        }

        box.Application = application;
        return true;
    }

    private sealed class Box
    {
        public DistributedApplication? Application { get; set; }
    }
}
