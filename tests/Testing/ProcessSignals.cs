using System.Diagnostics;

namespace OneVOne.Testing;

/// <summary>What a test does to processes that it has started.</summary>
public static class ProcessSignals
{
    /// <param name="process">The process.</param>
    /// <param name="signal">As <c>kill</c> names it: <c>TERM</c>, <c>STOP</c>, <c>CONT</c>.</param>
    public static async Task SendAsync(this Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync().EndsAsync($"kill -{signal}");
    }

    /// <summary>Ends it at once, and waits until it has.</summary>
    public static async Task KillAndWaitAsync(this Process process)
    {
        process.Kill();
        await process.WaitForExitAsync().EndsAsync($"{process.Id} ends, which was killed");
    }
}
