using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace OneVOne.ServiceDefaults.Acquaintances;

public static class AcquaintanceExtensions
{
    /// <summary>
    /// Adds <see cref="SharedConversations"/>, for a service that does not keep conversations and respects the audience
    /// "friends of friends". Asks <c>services:chat</c> by <c>Services:Key</c>.
    /// </summary>
    public static IHostApplicationBuilder AddAcquaintances(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SharedConversations>();
        return builder;
    }
}
