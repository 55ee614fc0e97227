using OneVOne.ServiceDefaults;

namespace OneVOne.Chat.People;

internal static class PeopleExtensions
{
    public static IHostApplicationBuilder AddPeople(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FindPerson>();
        builder.Services.AddHttpClient(FindPerson.HttpClientName, (provider, client) =>
        {
            client.BaseAddress = provider.GetRequiredService<IConfiguration>().GetServiceAddress("identity");
            client.Timeout = ChatLimits.AskTimeout;
        });
        return builder;
    }
}
