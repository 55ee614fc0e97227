namespace OneVOne.Chat.Friendships;

internal static class FriendshipsExtensions
{
    public static IHostApplicationBuilder AddFriendships(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConfirmFriendship>();
        return builder;
    }
}
