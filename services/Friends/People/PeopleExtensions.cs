using OneVOne.ServiceDefaults;

namespace OneVOne.Friends.People;

internal static class PeopleExtensions
{
    public static IHostApplicationBuilder AddPeople(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHttpClient<IdentityUsers>((provider, client) =>
        {
            client.BaseAddress = provider.GetRequiredService<IConfiguration>().GetServiceAddress("identity");
            client.Timeout = FriendsLimits.IdentityTimeout;
        });
        builder.Services.AddScoped<PeopleDirectory>();
        return builder;
    }
}
