namespace OneVOne.Chat.Realtime;

internal static class ChatRealtimeExtensions
{
    public static IHostApplicationBuilder AddChatRealtime(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<FanoutOptions>().BindConfiguration("Chat:Fanout").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ChatConnections>();
        services.AddSingleton<ConversationGroups>();
        services.AddHostedService<GroupsRepair>();
        services.AddSingleton<Hints>();
        services.AddHostedService(provider => provider.GetRequiredService<Hints>());
        services.AddSingleton<ViewersInRedis>();
        services.AddSingleton<Viewers>();
        services.AddHostedService<ViewersBeat>();
        services.AddSingleton<ViewConversation>();
        services.AddSingleton<SignalTyping>();
        services.AddSingleton<Draining>();
        services.AddHostedService(provider => provider.GetRequiredService<Draining>());
        services.AddHealthChecks().AddCheck<Draining>("draining");
        return builder;
    }
}
