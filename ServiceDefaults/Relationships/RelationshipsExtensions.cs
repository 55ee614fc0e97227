using MassTransit.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneVOne.ServiceDefaults.Relationships.Rebuilding;

namespace OneVOne.ServiceDefaults.Relationships;

/// <summary>What a service knows of friendships, blocks and privacy: Friends' facts, kept where statements can ask them.</summary>
public static class RelationshipsExtensions
{
    /// <summary>
    /// Adds the consumers <c>{service}-remember-relationship</c> and <c>{service}-remember-privacy</c>. Needs a migration
    /// of the service that derives from <see cref="RelationshipsMigration"/>, and <c>AddMessaging</c>.
    /// </summary>
    public static IHostApplicationBuilder AddRelationships(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<RelationshipTable>();
        services.AddScoped<PrivacyTable>();
        services.AddSingleton<ConfirmFriendship>();
        services.AddSingleton<FriendsExport>();
        services.AddHttpClient(FriendsExport.HttpClientName, client => client.Timeout = FriendsExport.Timeout);
        services.AddSingleton<RebuildProjections>();
        services.RegisterConsumer<RememberRelationshipConsumer>();
        services.RegisterConsumer<RememberPrivacyConsumer>();
        return builder;
    }
}
