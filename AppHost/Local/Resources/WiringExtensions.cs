using OneVOne.AppHost.Local.Health;

namespace Aspire.Hosting;

/// <summary>How resources are tied together; names, parameters and effects are Aspire's.</summary>
public static class WiringExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddResource(new ProjectResource(name, new TProject()));

    public static IResourceBuilder<ExecutableResource> AddExecutable(
        this IDistributedApplicationBuilder builder,
        string name,
        string command,
        string workingDirectory,
        params string[] args) =>
        builder.AddResource(new ExecutableResource(name, command, workingDirectory)).WithArgs(args);

    public static IResourceBuilder<ProjectResource> WithReplicas(
        this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        builder.Resource.Replicas = replicas;
        return builder;
    }

    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : ProcessResource
    {
        builder.Resource.Arguments.AddRange(args.Select(each => new Literal(each)));
        return builder;
    }

    /// <summary>Starts only when the dependency is running and healthy.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : Resource, IResourceWithWaitSupport
    {
        builder.Resource.WaitsFor.Add(dependency.Resource);
        return builder;
    }

    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : ProcessResource => new(builder.Resource, name);

    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, string? name = null, string? env = null)
        where T : ProcessResource
    {
        var endpoint = new EndpointAnnotation(name ?? "http", "http") { Port = port };
        builder.Resource.Endpoints.Add(endpoint);
        return env is null ? builder : builder.WithEnvironment(
            env, new EndpointReference(builder.Resource, endpoint.Name).Property(EndpointProperty.TargetPort));
    }

    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder, string endpointName, Action<EndpointAnnotation> callback)
        where T : ProcessResource
    {
        callback(builder.Resource.Endpoint(endpointName));
        return builder;
    }

    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : ProcessResource
    {
        builder.Resource.Endpoints.ForEach(endpoint => endpoint.IsExternal = true);
        return builder;
    }

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : ProcessResource
    {
        var endpoint = builder.Resource.Endpoint(endpointName ?? "http");
        builder.Resource.Probes.Add(new HttpProbe(endpoint, path ?? "/", statusCode ?? 200));
        return builder;
    }

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : ProcessResource => builder.WithEnvironment(name, new Literal(value));

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : ProcessResource => builder.WithEnvironment(name, parameter.Resource);

    /// <summary>An endpoint, one of its properties, or an expression.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, IValueProvider value)
        where T : ProcessResource
    {
        builder.Resource.Environment[name] = value;
        return builder;
    }

    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithConnectionString> source)
        where T : ProcessResource =>
        builder.WithEnvironment($"ConnectionStrings__{source.Resource.Name}", source.Resource);

    /// <summary>
    /// <c>services__chat__http__0</c>, <c>__1</c> … one per replica, and <c>CHAT_HTTP</c> with the first.
    /// </summary>
    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<ProjectResource> source)
        where T : ProcessResource
    {
        builder.Resource.References.Add(source.Resource);
        return builder;
    }
}
