using OneVOne.AppHost.Local.Running;
using OneVOne.AppHost.Testing;

namespace Aspire.Hosting;

/// <summary>The application model, ready to run.</summary>
public sealed class DistributedApplication : IAsyncDisposable
{
    private readonly LocalSettings _settings;

    internal DistributedApplication(DistributedApplicationBuilder builder, IReadOnlyList<IResource> resources)
    {
        _settings = builder.Settings;
        Resources = _settings.Only is [] ? resources : Selection.Of(resources, _settings.Only);
        System = new LocalSystem(
            Resources, builder.Data, builder.AppHostDirectory,
            new Progress(_settings.Quiet ? TextWriter.Null : Console.Out));
    }

    internal IReadOnlyList<IResource> Resources { get; }

    internal LocalSystem System { get; }

    /// <summary>Reads <c>args</c> as <c>--NAME=value</c>, over environment variables of the same names.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new DistributedApplicationBuilder(args);

    /// <summary>Starts all of it and returns when it is stopped; the exit code tells a start that failed.</summary>
    public void Run()
    {
        if (InProcess.TryTake(this))
        {
            return;
        }

        Environment.ExitCode = ConsoleRun.RunAsync(this, _settings).GetAwaiter().GetResult();
    }

    public Task RunAsync()
    {
        Run();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        System.Data.Dispose();
    }
}
