using Microsoft.Extensions.Configuration;

var builder = DistributedApplication.CreateBuilder(args);

// Publishing writes a compose file.
if (builder.ExecutionContext.IsPublishMode)
{
    builder.AddDockerComposeEnvironment("compose");
}

// Servers: private unless configured.
IResourceBuilder<PostgresServerResource>? postgres = null;
var redis = External("redis") ?? builder.AddRedis("redis");
var rabbitmq = External("rabbitmq") ?? builder.AddRabbitMQ("rabbitmq").WithDataVolume();

// What services know each other by.
var servicesKey = Secret("services-key");

// Services: own database and role.
var identity = Defaults(builder.AddProject<Projects.Identity>("identity"), "identity")
    .WithEnvironment("Identity__KeyProtectionSecret", Secret("identity-key-protection-secret"));

// On a developer's machine everybody has one address.
if (!builder.ExecutionContext.IsPublishMode)
{
    foreach (var rate in (string[])["RegistrationsPerAddress", "GuestsPerAddress", "LogInPerAddress"])
    {
        identity.WithEnvironment($"Identity__Throttling__{rate}__Permits", "100000");
    }
}

var friends = Defaults(builder.AddProject<Projects.Friends>("friends"), "friends")
    .WithReference(identity);

// Identity hides by blocks.
identity.WithReference(friends);

// Two replicas: no accidental state.
var chat = Defaults(builder.AddProject<Projects.Chat>("chat"), "chat")
    .WithReference(identity)
    .WithReference(friends)
    .WithReplicas(builder.Configuration.GetValue("ONEVONE_CHAT_REPLICAS", 2));

// A developer, and a bench, does alone what many would.
if (!builder.ExecutionContext.IsPublishMode)
{
    foreach (var (rate, perSecond, burst) in ((string, string, string)[])[
        ("Sends", "150", "300"), ("SendsPerConversation", "150", "300"), ("Acts", "150", "300"),
        ("Openings", "100", "200"), ("Searches", "150", "300")])
    {
        chat.WithEnvironment($"Chat__RateLimits__{rate}__PerSecond", perSecond)
            .WithEnvironment($"Chat__RateLimits__{rate}__Burst", burst);
    }
}

var presence = Defaults(builder.AddProject<Projects.Presence>("presence"), "presence")
    .WithReference(identity)
    .WithReference(friends)
    .WithReference(chat)
    .WithReplicas(2);

// Chat asks who is here.
chat.WithReference(presence);

// Friends of friends, or sharing a conversation.
friends.WithReference(chat);

var notifications = Defaults(builder.AddProject<Projects.Notifications>("notifications"), "notifications")
    .WithReference(identity)
    .WithReference(friends)
    .WithReplicas(2);

// The only door to outside.
var gateway = builder.AddProject<Projects.Gateway>("gateway")
    .WithReference(identity).WaitFor(identity)
    .WithReference(friends).WaitFor(friends)
    .WithReference(chat).WaitFor(chat)
    .WithReference(presence).WaitFor(presence)
    .WithReference(notifications).WaitFor(notifications)
    .WithEndpoint("http", http => http.Port = builder.Configuration.GetValue("ONEVONE_PORT", 8080))
    // Bytes, in hexadecimal, of garbage until it is collected: thousands of sockets hold little else here.
    .WithEnvironment("DOTNET_GCgen0size", "200000")
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();

// Where the links in mail lead, and mail that the dashboard shows.
identity.WithEnvironment("Identity__PublicUrl", gateway.GetEndpoint("http"));
if (builder.ExecutionContext.IsRunMode)
{
    var data = builder.Configuration["ONEVONE_DATA"] ?? Path.Combine(builder.AppHostDirectory, "..", ".data");
    identity.WithEnvironment("Identity__Email__PickupFolder", Path.GetFullPath(Path.Combine(data, "mail")));
}

builder.Build().Run();

// A server of your own.
IResourceBuilder<IResourceWithConnectionString>? External(string name) =>
    builder.Configuration.GetConnectionString(name) is null ? null : builder.AddConnectionString(name);

// What every service needs alike.
IResourceBuilder<ProjectResource> Defaults(IResourceBuilder<ProjectResource> service, string name)
{
    var database = External($"{name}-db") ?? Database(name);
    return service
        .WithReference(database).WaitFor(database)
        .WithReference(redis).WaitFor(redis)
        .WithReference(rabbitmq).WaitFor(rabbitmq)
        .WithEnvironment("Services__Key", servicesKey)
        .WithHttpHealthCheck("/health");
}

// roles.sh makes role and database.
IResourceBuilder<IResourceWithConnectionString> Database(string service)
{
    postgres ??= builder.AddPostgres("postgres")
        // A page out of order costs as one in order, as in memory and on an SSD: else small lists read whole tables.
        .WithArgs("-c", "max_connections=300", "-c", "shared_buffers=128MB", "-c", "random_page_cost=1.1")
        .WithInitFiles("./postgres")
        .WithDataVolume();

    var password = Secret($"{service}-db-password");
    postgres.WithEnvironment($"{service.ToUpperInvariant()}_DB_PASSWORD", password);

    var server = postgres.GetEndpoint("tcp");
    var (host, port) = (server.Property(EndpointProperty.Host), server.Property(EndpointProperty.Port));
    return builder
        .AddConnectionString(
            $"{service}-db",
            ReferenceExpression.Create(
                $"Host={host};Port={port};Username={service};Password={password};Database={service}"))
        .WaitFor(postgres);
}

// Generated once, kept with data.
IResourceBuilder<ParameterResource> Secret(string name) => builder.AddParameter(
    name, new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true, persist: true);
