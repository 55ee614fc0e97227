using Microsoft.Extensions.Configuration;

namespace OneVOne.ServiceDefaults;

/// <summary>Where other services are: <c>services:{name}:http:{n}</c>, as the AppHost and Aspire inject it.</summary>
public static class ServiceAddresses
{
    /// <summary>All addresses of a service; several when the platform names each replica.</summary>
    public static IReadOnlyList<Uri> GetServiceAddresses(this IConfiguration configuration, string service) =>
        [.. configuration.GetSection($"services:{service}:http").GetChildren()
            .OrderBy(child => int.Parse(child.Key, System.Globalization.CultureInfo.InvariantCulture))
            .Select(child => new Uri(child.Value!))];

    /// <summary>The first address of a service.</summary>
    public static Uri GetServiceAddress(this IConfiguration configuration, string service) =>
        configuration.GetServiceAddresses(service) is [var first, ..]
            ? first
            : throw new InvalidOperationException(
                $"The address of {service} is not configured: set services__{service}__http__0.");
}
