using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OneVOne.ServiceDefaults.Telemetry;

/// <summary>
/// What is logged unless <c>Logging:LogLevel</c> says otherwise: our own words from Information, the libraries' from
/// Warning. ASP.NET Core's request lines would write access tokens of hub connections, which stand in the query string.
/// </summary>
public static class LoggingDefaults
{
    private static readonly KeyValuePair<string, string?>[] Levels =
    [
        new("Logging:LogLevel:Default", "Information"),
        new("Logging:LogLevel:Microsoft", "Warning"),
        new("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information"),
        new("Logging:LogLevel:System", "Warning"),
        new("Logging:LogLevel:Npgsql", "Warning"),
        new("Logging:LogLevel:MassTransit", "Warning"),
        new("Logging:LogLevel:Yarp", "Warning"),
        // A command that fails throws, and whoever catches it knows what it means: a first start asks for a table that is
        // not there yet, and a hub method that refuses is answering.
        new("Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command", "None"),
        new("Logging:LogLevel:Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", "Critical"),
        // Two lines for each refused token, under our class' name.
        new("Logging:LogLevel:OneVOne.ServiceDefaults.Authentication.AccessTokenHandler", "Warning"),
        new("Logging:LogLevel:OneVOne.ServiceDefaults.Asking.ServiceKeyHandler", "Warning"),
    ];

    public static IHostApplicationBuilder AddLoggingDefaults(this IHostApplicationBuilder builder)
    {
        // First, so that every other source of configuration wins.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });
        // The one category that writes whole addresses stays quiet whatever the sources say: a rule for
        // exactly this name wins over an operator's "Microsoft.AspNetCore": "Information".
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        return builder;
    }
}
