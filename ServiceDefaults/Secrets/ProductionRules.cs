using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OneVOne.ServiceDefaults.Secrets;

/// <summary>
/// What a service wants to be true in production before it starts. A development system may have what it likes; there a
/// secret protects nothing.
/// </summary>
public static class ProductionRules
{
    /// <param name="rule">What is wrong, beginning with the setting's name as an environment variable; null when nothing is.</param>
    public static IServiceCollection RequireInProduction(this IServiceCollection services, Func<IConfiguration, string?> rule) =>
        services.AddSingleton(new ProductionRule(rule));

    /// <summary>A setting that has to be a secret of this deployment's own; see <see cref="WeakSecrets"/>.</summary>
    public static IServiceCollection RequireSecretInProduction(this IServiceCollection services, string setting) =>
        services.RequireInProduction(configuration =>
            WeakSecrets.Reason(configuration[setting]) is { } reason ? $"{Variable(setting)} {reason}." : null);

    /// <summary>The setting's name as an environment variable.</summary>
    public static string Variable(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>The passwords of every server that is configured.</summary>
    internal static IEnumerable<string> CheckServers(IConfiguration configuration) =>
        from server in configuration.GetSection("ConnectionStrings").GetChildren()
        where !string.IsNullOrEmpty(server.Value)
        let reason = WeakSecrets.Reason(PasswordIn(server.Value!))
        where reason is not null
        select $"The password in {Variable(server.Path)} {reason}.";

    private static string? PasswordIn(string connectionString)
    {
        // amqp://user:password@host
        if (Uri.TryCreate(connectionString, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps")
        {
            return Uri.UnescapeDataString(uri!.UserInfo.Split(':', 2) is [_, var password] ? password : "");
        }

        // host:6379,password=…
        if (!connectionString.Contains(';', StringComparison.Ordinal))
        {
            return connectionString.Split(',').Select(part => part.Split('=', 2))
                .FirstOrDefault(part => part is [var name, _] && name.Trim().Equals("password", StringComparison.OrdinalIgnoreCase))?[1];
        }

        // Host=…;Password=…
        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return parts.TryGetValue("Password", out var found) ? found.ToString() : null;
    }
}

internal sealed record ProductionRule(Func<IConfiguration, string?> Check);
