using Microsoft.Extensions.Configuration;
using OneVOne.AppHost.Local.Running;

namespace Aspire.Hosting;

public static class ParameterExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(
            name,
            () => Configured(builder, name) ?? throw new StartException(
                $"Parameter '{name}' has no value. Set it: Parameters__{name.Replace('-', '_')}=… ./onevone up"),
            secret));

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        string value,
        bool publishValueAsDefault = false,
        bool secret = false) =>
        builder.AddResource(new ParameterResource(name, () => Configured(builder, name) ?? value, secret));

    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder,
        string name,
        ParameterDefault value,
        bool secret = false,
        bool persist = false)
    {
        var store = ((DistributedApplicationBuilder)builder).Parameters;
        return builder.AddResource(new ParameterResource(
            name,
            () => Configured(builder, name)
                ?? (persist ? store.GetOrAdd(name, value.GetDefaultValue) : value.GetDefaultValue()),
            secret));
    }

    /// <summary>A server of the user's own: <c>ConnectionStrings:name</c> of the configuration.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name)
    {
        var value = new ParameterResource(
            name,
            () => builder.Configuration.GetConnectionString(name) ?? throw new StartException(
                $"Connection string '{name}' has no value. Set it: ConnectionStrings__{name}=… ./onevone up"),
            secret: true);
        return builder.AddResource(new ConnectionStringResource(name, ReferenceExpression.Create($"{value}")));
    }

    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, ReferenceExpression connectionStringExpression) =>
        builder.AddResource(new ConnectionStringResource(name, connectionStringExpression));

    // Both spellings, as an environment variable's name cannot hold the hyphen.
    private static string? Configured(IDistributedApplicationBuilder builder, string name) =>
        builder.Configuration[$"Parameters:{name}"] ?? builder.Configuration[$"Parameters:{name.Replace('-', '_')}"];
}
