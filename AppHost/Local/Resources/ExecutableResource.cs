using OneVOne.AppHost.Local.Processes;
using OneVOne.AppHost.Local.Running;

namespace Aspire.Hosting.ApplicationModel;

public sealed class ExecutableResource(string name, string command, string workingDirectory) : ProcessResource(name)
{
    internal StopStage Stage { get; init; } = StopStage.Service;

    internal TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(20);

    internal override StopStage StopStage => Stage;

    internal override TimeSpan StopGrace => Grace;

    internal override async Task<Command> CommandAsync(
        LocalSystem system, int replica, CancellationToken cancellationToken) =>
        new(command, await ArgumentValuesAsync(cancellationToken))
        {
            WorkingDirectory = Path.Combine(system.Directory, workingDirectory),
            Environment = await EnvironmentValuesAsync(cancellationToken),
        };
}
