namespace OneVOne.Identity.Audit;

internal static class AuditExtensions
{
    public static void AddAudit(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<AuditLog>();
        builder.Services.AddScoped<RefusedLogIns>();
        builder.Services.AddScoped<AuditPages>();
        builder.Services.AddOptions<AuditOptions>().BindConfiguration("Identity:Audit").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<AuditKeeper>();
    }
}
