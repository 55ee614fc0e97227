namespace OneVOne.AppHost.Tests;

public sealed class InjectingVariables
{
    [Fact]
    public async Task A_service_finds_what_Aspire_would_tell_it_and_every_replica_of_its_neighbours()
    {
        await using var model = await new LocalModel(
            builder =>
            {
                var secret = builder.AddParameter(
                    "api-key", new GenerateParameterDefault { Special = false }, secret: true);
                var chat = builder.AddProject<Echo>("chat").WithHttpHealthCheck("/health").WithReplicas(2);
                builder.AddProject<Echo>("door")
                    .WithReference(chat).WaitFor(chat)
                    .WithReference(builder.AddConnectionString("redis"))
                    .WithEnvironment("PLAIN", "text")
                    .WithEnvironment("SECRET", secret)
                    .WithEnvironment("ADDRESS", chat.GetEndpoint("http").Property(EndpointProperty.HostAndPort))
                    .WithEnvironment(
                        "SENTENCE", ReferenceExpression.Create($"key={secret};url={chat.GetEndpoint("http")}"))
                    .WithHttpHealthCheck("/health");
            },
            "--ConnectionStrings:redis=cache.example:6379,password=x").StartAsync();

        var door = await model.EnvironmentOfAsync("door");
        var chats = new[] { model.Url("chat-0"), model.Url("chat-1") };
        Assert.NotEqual(chats[0], chats[1]);
        Assert.Equal(chats[0], new Uri(door["services__chat__http__0"]));
        Assert.Equal(chats[1], new Uri(door["services__chat__http__1"]));
        Assert.DoesNotContain("services__chat__http__2", door.Keys);
        Assert.Equal(chats[0], new Uri(door["CHAT_HTTP"]));
        Assert.Equal(model.Url("door"), new Uri(door["ASPNETCORE_URLS"]));
        Assert.Equal("Development", door["ASPNETCORE_ENVIRONMENT"]);
        Assert.Equal("launch profile", door["ECHO_FROM"]);
        Assert.Equal("door", door["OTEL_SERVICE_NAME"]);
        Assert.Equal("cache.example:6379,password=x", door["ConnectionStrings__redis"]);
        Assert.Equal("text", door["PLAIN"]);
        Assert.Matches("^[A-Za-z0-9]{22}$", door["SECRET"]);
        Assert.Equal(chats[0].Authority, door["ADDRESS"]);
        Assert.Equal($"key={door["SECRET"]};url={chats[0].ToString().TrimEnd('/')}", door["SENTENCE"]);

        var chat = await model.EnvironmentOfAsync("chat-1");
        Assert.Equal("service.instance.id=chat-1", chat["OTEL_RESOURCE_ATTRIBUTES"]);
        Assert.DoesNotContain("ConnectionStrings__redis", chat.Keys);
    }

    [Fact]
    public async Task What_the_AppHost_itself_was_given_is_not_every_services_business()
    {
        Environment.SetEnvironmentVariable("ConnectionStrings__of-another", "Host=secret");
        try
        {
            await using var model = await new LocalModel(builder =>
                builder.AddProject<Echo>("echo").WithHttpHealthCheck("/health")).StartAsync();

            Assert.DoesNotContain("ConnectionStrings__of-another", (await model.EnvironmentOfAsync("echo")).Keys);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ConnectionStrings__of-another", null);
        }
    }
}
