using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Chat.Relationships;

internal static class RelationshipExtensions
{
    /// <summary>The projection decides who may write to whom: in <c>append_messages</c> and the other statements.</summary>
    public static IHostApplicationBuilder AddBlocks(this IHostApplicationBuilder builder)
    {
        builder.AddRelationships();
        builder.Services.AddScoped<IRelationshipFollower, FollowBlocks>();
        builder.Services.AddScoped<IRelationshipFollower, FollowFriendships>();
        return builder;
    }
}
