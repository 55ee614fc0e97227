using OneVOne.ServiceDefaults;

namespace OneVOne.Notifications.People;

internal static class PeopleExtensions
{
    public static void AddPeople(this IHostApplicationBuilder builder) =>
        builder.Services.AddHttpClient<PeopleAtIdentity>((provider, client) =>
        {
            client.BaseAddress = provider.GetRequiredService<IConfiguration>().GetServiceAddress("identity");
            client.Timeout = NotificationsLimits.IdentityTimeout;
        });
}
