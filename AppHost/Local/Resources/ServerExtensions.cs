using OneVOne.AppHost.Local.Health;

namespace Aspire.Hosting;

public static class ServerExtensions
{
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new PostgresServerResource(name, Password(builder, name)));

    public static IResourceBuilder<PostgresServerResource> WithInitFiles(
        this IResourceBuilder<PostgresServerResource> builder, string source)
    {
        builder.Resource.InitFiles = source;
        return builder;
    }

    /// <summary>Nothing to do: data always stays in the data folder until <c>./onevone reset</c>.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder) => builder;

    /// <inheritdoc cref="WithDataVolume(IResourceBuilder{PostgresServerResource})" />
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(
        this IResourceBuilder<RabbitMQServerResource> builder) => builder;

    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new RedisResource(name, Password(builder, name)));

    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder, string name)
    {
        // Erlang's port mapper, in the foreground: left alone, the node would start one as a daemon that stays behind.
        var portMapper = new ExecutableResource($"{name}-epmd", "epmd", "/") { Stage = StopStage.Support };
        portMapper.Endpoints.Add(new EndpointAnnotation("tcp", "tcp"));
        portMapper.Probes.Add(TcpProbe.Open(portMapper.Endpoints[0]));
        var port = new EndpointReference(portMapper, "tcp").Property(EndpointProperty.Port);
        portMapper.Arguments.AddRange([new Literal("-address"), new Literal("127.0.0.1"), new Literal("-port"), port]);
        builder.AddResource(portMapper);
        return builder.AddResource(new RabbitMQServerResource(name, Password(builder, name), portMapper));
    }

    public static void AddDockerComposeEnvironment(this IDistributedApplicationBuilder builder, string name) =>
        throw new NotSupportedException("Compose files are written by the real Aspire: build with UseAspire=true.");

    private static ParameterResource Password(IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(
            $"{name}-password", new GenerateParameterDefault { Special = false }, secret: true, persist: true).Resource;
}
