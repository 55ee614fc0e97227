using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OneVOne.ServiceDefaults.Asking;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Persistence;
using OneVOne.ServiceDefaults.Realtime;
using OneVOne.ServiceDefaults.Redis;
using OneVOne.ServiceDefaults.Relationships;
using OneVOne.ServiceDefaults.Relationships.Rebuilding;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Sample;

/// <summary>One replica of the smallest service that uses everything that ServiceDefaults gives.</summary>
public sealed class SampleApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private SampleApp(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public IHubContext<SampleHub> Hub => app.Services.GetRequiredService<IHubContext<SampleHub>>();

    public UserGroups<SampleHub> UserGroups => app.Services.GetRequiredService<UserGroups<SampleHub>>();

    /// <param name="logs">Takes what is logged; by default nothing is kept.</param>
    public static async Task<SampleApp> StartAsync(
        ServiceSettings settings, FailureSwitch? failures = null, ILoggerProvider? logs = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(settings.Values.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        if (logs is null)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Critical);
        }
        else
        {
            builder.Logging.ClearProviders().AddProvider(logs);
        }

        builder.WebHost.UseUrls("http://127.0.0.1:0");

        builder.AddServiceDefaults("sample");
        builder.AddDatabase<SampleDbContext>("sample-db");
        builder.AddMessaging("sample", typeof(SampleApp).Assembly);
        builder.AddRedis();
        builder.AddRealtime();
        builder.AddPeople();
        builder.AddRelationships();
        builder.Services.AddScoped<IRelationshipFollower, NoteChanges>();
        builder.Services.AddSingleton(failures ?? new FailureSwitch());

        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapGet("/me", (CurrentUser me) => me);
        app.MapGet("/page", (PageRequest page) => page.Problem is { } problem ? problem.ToResult() : Results.Ok(page.Limit));
        app.MapPost("/echo", (Text text) => text);
        app.MapPost("/fail", IResult () => throw new InvalidOperationException("a secret of the server"));
        app.MapGet("/internal/page", (PageRequest page) => page.Problem?.ToResult() ?? Results.Ok(page.Limit)).RequireServiceKey();
        app.MapGet("/people/{id:guid}", async (Guid id, HttpRequest request, PeopleDirectory people) =>
            (await people.FindAsync(id, request.Headers.Authorization.ToString(), default)).ToOk());
        app.MapGet("/people/by-name/{name}", async (string name, HttpRequest request, PeopleDirectory people) =>
            (await people.FindByNameAsync(name, request.Headers.Authorization.ToString(), default)).ToOk());
        app.MapGet("/people", async (string ids, HttpRequest request, PeopleDirectory people) =>
            (await people.FindManyAsync(
                [.. ids.Split(',').Select(Guid.Parse)], request.Headers.Authorization.ToString(), default)).Values);
        app.MapPost("/friends/{id:guid}/confirm", (Guid id, CurrentUser me, HttpRequest request, ConfirmFriendship confirm) =>
            confirm.ExecuteAsync(me.Id, id, request.Headers.Authorization.ToString(), default));
        app.MapProjections("sample");
        app.MapRealtimeHub<SampleHub>("/hubs/sample");
        await app.StartAsync().EndsAsync("the sample service starts", TimeSpan.FromMinutes(2));
        return new SampleApp(app);
    }

    /// <summary>Whether the hub has a connection of the person's session.</summary>
    public bool IsConnected(TestUser user) => app.Services.GetRequiredService<SessionConnections>().Has(user.SessionId);

    /// <summary>Commits a change with its event, as a service does.</summary>
    public async Task PublishAsync<TEvent>(TEvent message)
        where TEvent : class
    {
        await using var scope = app.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<SampleDbContext>();
        database.Publish(message);
        await database.SaveChangesAsync();
    }

    /// <summary>Consumes nothing from now on: tests beside this one publish events too, and all reach every service.</summary>
    public Task StopConsumingAsync() => app.Services.GetRequiredService<IBusControl>().StopAsync().EndsAsync("the bus stops");

    /// <summary>Publishes past the outbox, to choose the message id.</summary>
    public Task PublishRawAsync<TEvent>(TEvent message, Guid messageId)
        where TEvent : class =>
        app.Services.GetRequiredService<IBus>().PublishSurelyAsync(message, messageId);

    public async Task<T?> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = app.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteScalarAsync() is T result ? result : default;
    }

    public Task<HubClient> ConnectAsync(TestUser user) => HubClient.ConnectAsync(Address, "/hubs/sample", user.Token);

    public HttpClient Http(string? token)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (token is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync().EndsAsync("the sample service stops");
        await app.DisposeAsync().AsTask().EndsAsync("the sample service is disposed of");
    }
}
