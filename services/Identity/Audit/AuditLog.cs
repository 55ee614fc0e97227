using System.Text.Json;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Audit;

/// <summary>Writes what happens to accounts into the transaction of the change itself: both are there, or neither.</summary>
internal sealed class AuditLog(IdentityDbContext db, IHttpContextAccessor accessor, TimeProvider time)
{
    private const int MaxDeviceLength = 256;

    /// <summary>Adds an event to the context; the caller saves it. The actor is who calls, if anyone has logged in.</summary>
    public void Record(string type, Guid? userId, object? detail = null)
    {
        var http = accessor.HttpContext;
        var actor = http?.User.Identity?.IsAuthenticated == true ? CurrentUser.From(http.User) : null;
        var device = http?.Request.Headers.UserAgent.ToString();
        db.AuditEvents.Add(new AuditEvent
        {
            Id = Guid.CreateVersion7(),
            At = time.GetStorableNow(),
            Type = type,
            UserId = userId,
            ActorId = actor?.Id,
            SessionId = actor?.SessionId,
            Address = http?.Connection.RemoteIpAddress?.ToString(),
            Device = string.IsNullOrEmpty(device) ? null : device[..Math.Min(device.Length, MaxDeviceLength)],
            Detail = detail is null ? "{}" : JsonSerializer.Serialize(detail, JsonSerializerOptions.Web),
        });
    }
}
