using OneVOne.AppHost.Local.Processes;
using OneVOne.AppHost.Local.Running;

namespace Aspire.Hosting.ApplicationModel;

public sealed class ExecutableResource(string name, string command, string workingDirectory) : ProcessResource(name)
{
    internal StopStage Stage { get; init; } = StopStage.Service;

    internal override StopStage StopStage => Stage;

    internal override async Task<Command> CommandAsync(
        LocalSystem system, int replica, CancellationToken cancellationToken) =>
        new(command, await ArgumentValuesAsync(cancellationToken))
        {
            WorkingDirectory = Path.Combine(system.Directory, workingDirectory),
            Environment = await EnvironmentValuesAsync(cancellationToken),
        };
}
