using System.Text.Json;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Audit;

/// <summary>Writes what happens to accounts into the transaction of the change itself: both are there, or neither.</summary>
internal sealed class AuditLog(IdentityDbContext db, IHttpContextAccessor accessor, TimeProvider time)
{
    private const int MaxDeviceLength = 256;

    /// <summary>Where the request comes from, as far as the gateway is told, and its User-Agent.</summary>
    public (string? Address, string? Device) Client
    {
        get
        {
            var http = accessor.HttpContext;
            var device = http?.Request.Headers.UserAgent.ToString();
            return (
                http?.Connection.RemoteIpAddress?.ToString(),
                string.IsNullOrEmpty(device) ? null : device[..Math.Min(device.Length, MaxDeviceLength)]);
        }
    }

    /// <summary>Adds an event to the context; the caller saves it. The actor is who calls, if anyone has logged in.</summary>
    public void Record(string type, Guid? userId, object? detail = null)
    {
        var http = accessor.HttpContext;
        var actor = http?.User.Identity?.IsAuthenticated == true ? CurrentUser.From(http.User) : null;
        var (address, device) = Client;
        db.AuditEvents.Add(new AuditEvent
        {
            Id = Guid.CreateVersion7(),
            At = time.GetStorableNow(),
            Type = type,
            UserId = userId,
            ActorId = actor?.Id,
            SessionId = actor?.SessionId,
            Address = address,
            Device = device,
            Detail = detail is null ? "{}" : JsonSerializer.Serialize(detail, JsonSerializerOptions.Web),
        });
    }
}
