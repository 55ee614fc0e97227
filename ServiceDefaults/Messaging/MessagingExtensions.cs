using System.Reflection;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace OneVOne.ServiceDefaults.Messaging;

/// <summary>Integration events: outbox, RabbitMQ, inbox. The one place for queue names, retries and dead letters.</summary>
public static class MessagingExtensions
{
    /// <summary>
    /// Adds the bus with every consumer of the assembly. Queues are durable quorum queues named
    /// <c>{service}-{what the consumer does}</c>; a message that fails after the retries goes to <c>{queue}_error</c>.
    /// </summary>
    /// <param name="service">The prefix of the queues: without it two services' consumers of one name share a queue and
    /// steal each other's events.</param>
    /// <param name="consumers">Where the consumers are.</param>
    public static IHostApplicationBuilder AddMessaging(this IHostApplicationBuilder builder, string service, Assembly consumers)
    {
        var services = builder.Services;
        var options = builder.Configuration.GetSection("Messaging").Get<MessagingOptions>() ?? new MessagingOptions();
        var prefix = options.QueuePrefix.Length > 0 ? options.QueuePrefix : service;
        services.AddScoped<AfterCommit>();
        services.AddMassTransit(bus =>
        {
            // The library would tell its makers of our use.
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(prefix, includeNamespace: false));
            // By type: the library's own scan of an assembly passes over what is internal, and says nothing.
            bus.AddConsumers([.. consumers.GetTypes().Where(type => !type.IsNested && type is { IsAbstract: false } && type.IsAssignableTo(typeof(IConsumer)))]);
            bus.AddConfigureEndpointsCallback((context, _, endpoint) =>
            {
                if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
                {
                    queue.SetQuorumQueue();
                    if (options.QueueExpiration is { } expiration)
                    {
                        queue.SetQueueArgument("x-expires", (long)expiration.TotalMilliseconds);
                    }
                }

                endpoint.PrefetchCount = 64;
                // The retry stands outside the inbox: each try has a new scope and a new transaction.
                endpoint.UseMessageRetry(retry => retry.Intervals(options.RetryDelaysOrDefault));
                endpoint.UseConsumeFilter(typeof(InboxFilter<>), context);
            });
            bus.ConfigureHealthCheckOptions(health =>
            {
                // Without the broker a service still answers: events wait in the outbox.
                health.Name = "messaging";
                health.MinimalFailureStatus = HealthStatus.Degraded;
                health.Tags.Clear();
            });
            bus.UsingRabbitMq((context, rabbit) =>
            {
                var uri = context.GetRequiredService<IConfiguration>().GetConnectionString("rabbitmq")
                    ?? throw new InvalidOperationException("RabbitMQ is not configured: set ConnectionStrings__rabbitmq.");
                rabbit.Host(new Uri(uri), service, host =>
                {
                    host.PublisherConfirmation = true;
                    host.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
                });
                rabbit.ConfigureEndpoints(context);
            });
        });
        // Until the queues are bound an event would find no receiver, so the service is not ready before.
        services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        services.AddHostedService<OutboxDispatcher>();
        services.AddHostedService<InboxCleaner>();
        return builder;
    }
}
