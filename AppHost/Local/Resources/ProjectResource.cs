using System.Text.Json;
using OneVOne.AppHost.Local.Processes;
using OneVOne.AppHost.Local.Running;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project, run from its build output with what Aspire would inject.</summary>
public sealed class ProjectResource : ProcessResource
{
    private readonly IProjectMetadata _project;
    private readonly Dictionary<string, string> _launchEnvironment = [];

    public ProjectResource(string name, IProjectMetadata project)
        : base(name)
    {
        _project = project;
        ReadLaunchSettings();
    }

    internal override StopStage StopStage =>
        Endpoints.Exists(endpoint => endpoint.IsExternal) ? StopStage.Gateway : StopStage.Service;

    internal override async Task<Command> CommandAsync(
        LocalSystem system, int replica, CancellationToken cancellationToken)
    {
        if (!File.Exists(_project.AssemblyPath))
        {
            throw new StartException($"{Name} is not built: {_project.AssemblyPath} is missing. Run: dotnet build");
        }

        var urls = string.Join(';', Endpoints.Select(endpoint => endpoint.Url(replica)));
        var environment = new Dictionary<string, string>(_launchEnvironment)
        {
            ["ASPNETCORE_URLS"] = urls,
            // Nine processes start on one small machine: without it each needs a fifth less processor time to start and a
            // little less memory. It hardens against attacks on the JIT's memory, which a development machine can spare.
            ["DOTNET_EnableWriteXorExecute"] = "0",
            ["OTEL_SERVICE_NAME"] = Name,
            ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={ReplicaName(replica)}",
        };
        foreach (var (name, value) in await EnvironmentValuesAsync(cancellationToken))
        {
            environment[name] = value;
        }

        return new Command("dotnet", [_project.AssemblyPath, .. await ArgumentValuesAsync(cancellationToken)])
        {
            WorkingDirectory = Path.GetDirectoryName(_project.ProjectPath)!,
            Environment = environment,
        };
    }

    // As in Aspire, a project's endpoints and its environment come from its first launch profile. The port there is
    // for running the project alone: with N replicas and no proxy each replica gets a free port instead.
    private void ReadLaunchSettings()
    {
        var file = Path.Combine(Path.GetDirectoryName(_project.ProjectPath)!, "Properties", "launchSettings.json");
        if (!File.Exists(file))
        {
            return;
        }

        using var settings = JsonDocument.Parse(File.ReadAllBytes(file));
        var profile = settings.RootElement.GetProperty("profiles").EnumerateObject()
            .First(each => each.Value.GetProperty("commandName").GetString() == "Project").Value;
        foreach (var url in profile.GetProperty("applicationUrl").GetString()!.Split(';'))
        {
            var scheme = new Uri(url).Scheme;
            Endpoints.Add(new EndpointAnnotation(scheme, scheme));
        }

        if (profile.TryGetProperty("environmentVariables", out var variables))
        {
            foreach (var variable in variables.EnumerateObject())
            {
                _launchEnvironment[variable.Name] = variable.Value.GetString() ?? "";
            }
        }
    }
}
