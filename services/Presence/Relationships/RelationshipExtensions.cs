using OneVOne.ServiceDefaults.Acquaintances;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Presence.Relationships;

public static class RelationshipExtensions
{
    /// <summary>Who may see whom, as Friends tells it, and Chat of those who share a conversation.</summary>
    public static IHostApplicationBuilder AddVisibility(this IHostApplicationBuilder builder)
    {
        builder.AddRelationships();
        builder.AddAcquaintances();
        builder.Services.AddScoped<IRelationshipFollower, TellOfRelationships>();
        return builder;
    }
}
