using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OneVOne.ServiceDefaults.Telemetry;

/// <summary>
/// OpenTelemetry: traces over HTTP, hub calls, Npgsql, Redis-borne fan-out and RabbitMQ, metrics, logs. Exported by OTLP
/// when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set and not collected at all otherwise.
/// </summary>
public static class TelemetryExtensions
{
    public static IHostApplicationBuilder AddTelemetry(this IHostApplicationBuilder builder, string service)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return builder;
        }

        // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES (the replica's id) win over the name given here.
        var resource = ResourceBuilder.CreateDefault().AddService(service).AddEnvironmentVariableDetector();
        builder.Services.AddHostedService(_ => new TelemetryProviders(resource));
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.IncludeScopes = true;
            logs.SetResourceBuilder(resource).AddOtlpExporter();
        });
        return builder;
    }

    /// <summary>Owns the providers for the life of the process, as OpenTelemetry.Extensions.Hosting would.</summary>
    private sealed class TelemetryProviders(ResourceBuilder resource) : IHostedService, IDisposable
    {
        private TracerProvider? traces;
        private MeterProvider? metrics;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource("Microsoft.AspNetCore", "Microsoft.AspNetCore.SignalR.Server", "System.Net.Http")
                .AddSource("Npgsql", "MassTransit", "Yarp.ReverseProxy", "OneVOne.*")
                .AddOtlpExporter()
                .Build();
            metrics = Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(resource)
                .AddMeter("Microsoft.AspNetCore.*", "System.Net.Http", "System.Runtime", "Npgsql", "MassTransit", "OneVOne.*")
                .AddOtlpExporter()
                .Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
            traces?.Dispose();
            metrics?.Dispose();
        }
    }
}
