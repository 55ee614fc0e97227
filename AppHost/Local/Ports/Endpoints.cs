using System.Globalization;

namespace Aspire.Hosting.ApplicationModel;

public enum EndpointProperty
{
    Url,
    Host,
    IPV4Host,
    Port,
    Scheme,
    TargetPort,
    HostAndPort,
}

/// <summary>
/// A named port of a resource. Aspire puts a proxy before the replicas; here each replica has an address of its own,
/// and who refers to the resource is told all of them (docs/decisions/0002).
/// </summary>
public sealed class EndpointAnnotation(string name, string scheme)
{
    public string Name { get; } = name;

    public string UriScheme { get; set; } = scheme;

    /// <summary>The port to take; null or 0 is any free one.</summary>
    public int? Port { get; set; }

    public bool IsExternal { get; set; }

    /// <summary>One port per replica, from the first start on; the same after every restart.</summary>
    internal int[] Allocated { get; set; } = [];

    // IPv4 spelled out: "localhost" costs a failed IPv6 attempt per connection where a server listens on one only.
    internal string Host => IsExternal ? "localhost" : "127.0.0.1";

    internal string Url(int replica) => $"{UriScheme}://{Host}:{PortOf(replica)}";

    // What is left out by ONEVONE_ONLY has no port allocated; who refers to it is told the one that it would have.
    internal string PortOf(int replica) =>
        (Allocated.Length == 0 ? Port ?? 0 : Allocated[replica]).ToString(CultureInfo.InvariantCulture);
}

public sealed class EndpointReference(ProcessResource resource, string name) : IValueProvider
{
    public string EndpointName => name;

    public string Url => resource.Endpoint(name).Url(0);

    internal ProcessResource Resource => resource;

    public EndpointReferenceExpression Property(EndpointProperty property) => new(this, property);

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Url);
}

public sealed class EndpointReferenceExpression(EndpointReference endpoint, EndpointProperty property) : IValueProvider
{
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var annotation = endpoint.Resource.Endpoint(endpoint.EndpointName);
        return new(property switch
        {
            EndpointProperty.Url => annotation.Url(0),
            EndpointProperty.Host => annotation.Host,
            EndpointProperty.IPV4Host => "127.0.0.1",
            EndpointProperty.Port or EndpointProperty.TargetPort => annotation.PortOf(0),
            EndpointProperty.Scheme => annotation.UriScheme,
            EndpointProperty.HostAndPort => $"{annotation.Host}:{annotation.PortOf(0)}",
            _ => throw new InvalidOperationException($"Endpoint property {property} has no meaning here."),
        });
    }
}
