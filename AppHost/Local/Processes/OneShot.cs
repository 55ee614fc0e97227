using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Local.Processes;

/// <summary>A command that runs to its end.</summary>
internal static class OneShot
{
    public static async Task RunAsync(Command command, CancellationToken cancellationToken)
    {
        var output = new List<string>();
        var code = await ExitCodeAsync(command, cancellationToken, output);
        if (code != 0)
        {
            throw new StartException(
                $"{Path.GetFileName(command.File)} failed with exit code {code}:\n" +
                string.Join('\n', output.TakeLast(15).Select(line => "    " + line)));
        }
    }

    public static async Task<int> ExitCodeAsync(
        Command command, CancellationToken cancellationToken, List<string>? output = null)
    {
        using var process = await Spawner.StartAsync(command, Signal.Kill);
        var reading = process.ReadOutputAsync(line =>
        {
            lock (process)
            {
                output?.Add(line);
            }
        });
        await using var stop = cancellationToken.Register(() => process.Send(Signal.Terminate));
        var code = await process.Exited;
        await reading;
        cancellationToken.ThrowIfCancellationRequested();
        return code;
    }
}
