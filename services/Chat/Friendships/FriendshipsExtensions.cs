using OneVOne.ServiceDefaults;

namespace OneVOne.Chat.Friendships;

internal static class FriendshipsExtensions
{
    public static IHostApplicationBuilder AddFriendships(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConfirmFriendship>();
        builder.Services.AddHttpClient(ConfirmFriendship.HttpClientName, (provider, client) =>
        {
            client.BaseAddress = provider.GetRequiredService<IConfiguration>().GetServiceAddress("friends");
            client.Timeout = ChatLimits.AskTimeout;
        });
        return builder;
    }
}
