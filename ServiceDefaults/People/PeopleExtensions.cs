using MassTransit.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OneVOne.ServiceDefaults.People;

/// <summary>What a service knows of people: Identity's facts, kept beside its own so that no list needs another service.</summary>
public static class PeopleExtensions
{
    /// <summary>
    /// Adds the look-up and the consumer <c>{service}-remember-person</c>. Needs a migration of the service that derives
    /// from <see cref="PeopleMigration"/>, and <c>AddMessaging</c>.
    /// </summary>
    public static IHostApplicationBuilder AddPeople(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PeopleDirectory>();
        builder.Services.RegisterConsumer<RememberPersonConsumer>();
        return builder;
    }
}
