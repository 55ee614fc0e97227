using Microsoft.Extensions.Configuration;
using OneVOne.AppHost.Local.Parameters;
using OneVOne.AppHost.Local.Running;

namespace Aspire.Hosting;

public interface IDistributedApplicationBuilder
{
    string AppHostDirectory { get; }

    ConfigurationManager Configuration { get; }

    DistributedApplicationExecutionContext ExecutionContext { get; }

    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    DistributedApplication Build();
}

public sealed class DistributedApplicationExecutionContext
{
    /// <summary>Always false here: compose files and manifests are written by the real Aspire (UseAspire=true).</summary>
    public bool IsPublishMode { get; }

    public bool IsRunMode => !IsPublishMode;
}

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly List<IResource> _resources = [];

    public DistributedApplicationBuilder(string[] args)
    {
        Configuration.AddEnvironmentVariables();
        Configuration.AddCommandLine(args);
        Settings = new LocalSettings(Configuration, AppHostDirectory);
        Data = new DataFolder(Settings.DataFolder);
        Parameters = new ParameterStore(Data);
    }

    public string AppHostDirectory => Projects.AppHost.Directory;

    public ConfigurationManager Configuration { get; } = new();

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    internal LocalSettings Settings { get; }

    internal DataFolder Data { get; }

    internal ParameterStore Parameters { get; }

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (_resources.Exists(each => each.Name.Equals(resource.Name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidOperationException($"There is a resource '{resource.Name}' already.");
        }

        _resources.Add(resource);
        return new ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build() => new(this, _resources);
}
