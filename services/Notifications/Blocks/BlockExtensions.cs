using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Notifications.Blocks;

internal static class BlockExtensions
{
    public static void AddBlocks(this IHostApplicationBuilder builder)
    {
        builder.AddRelationships();
        builder.Services.AddScoped<IRelationshipFollower, WithdrawOnBlock>();
    }
}
