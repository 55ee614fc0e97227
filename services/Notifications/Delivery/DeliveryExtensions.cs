namespace OneVOne.Notifications.Delivery;

internal static class DeliveryExtensions
{
    /// <summary>Live delivery to connections. Web push and e-mail will be its neighbours.</summary>
    public static void AddDelivery(this IHostApplicationBuilder builder) => builder.Services.AddScoped<InboxBroadcast>();
}
