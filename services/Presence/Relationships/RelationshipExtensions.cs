using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Presence.Relationships;

public static class RelationshipExtensions
{
    /// <summary>Who may see whom, as Friends tells it.</summary>
    public static IHostApplicationBuilder AddVisibility(this IHostApplicationBuilder builder)
    {
        builder.AddRelationships();
        builder.Services.AddScoped<IRelationshipFollower, TellOfRelationships>();
        return builder;
    }
}
