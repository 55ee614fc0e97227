using MassTransit.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OneVOne.ServiceDefaults.Privacy;

/// <summary>A person's right to see what is kept of them and to have it erased, for each service alike.</summary>
public static class PrivacyExtensions
{
    /// <summary>
    /// Adds the consumers <c>{service}-gather-personal-data</c> and <c>{service}-erase-person</c> over the service's own
    /// data. Needs <c>AddDatabase</c> and <c>AddMessaging</c>.
    /// </summary>
    /// <param name="service">The service's name, under which its files stand in an export and its erasures are confirmed.</param>
    public static IHostApplicationBuilder AddPersonalData<TData>(this IHostApplicationBuilder builder, string service)
        where TData : class, IPersonalData
    {
        builder.Services.AddScoped<IPersonalData, TData>();
        builder.Services.AddSingleton(new PersonalDataOwner(service));
        builder.Services.RegisterConsumer<GatherPersonalDataConsumer>();
        builder.Services.RegisterConsumer<ErasePersonConsumer>();
        return builder;
    }
}

/// <summary>The name of the service whose data it is.</summary>
internal sealed record PersonalDataOwner(string Service);
