using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace OneVOne.ServiceDefaults.Authentication;

/// <summary>
/// Who calls. Take it as a handler's parameter on endpoints that require authorization, or make it of a hub's
/// <c>Context.User</c>.
/// </summary>
public sealed record CurrentUser(
    Guid Id, Guid SessionId, string Username, Role Role = Role.User, bool EmailVerified = false)
{
    internal const string SubjectClaim = "sub";
    internal const string SessionClaim = "sid";
    internal const string NameClaim = "name";
    internal const string RoleClaim = "role";
    internal const string EmailVerifiedClaim = "email_verified";

    public static CurrentUser From(ClaimsPrincipal? principal) =>
        principal?.Identity is { IsAuthenticated: true }
            ? new(
                Guid.Parse(principal.FindFirstValue(SubjectClaim)!),
                Guid.Parse(principal.FindFirstValue(SessionClaim)!),
                principal.FindFirstValue(NameClaim)!,
                Enum.Parse<Role>(principal.FindFirstValue(RoleClaim)!),
                principal.HasClaim(EmailVerifiedClaim, "true"))
            : throw new InvalidOperationException("Only endpoints that require authorization have a current user.");

    public static ValueTask<CurrentUser> BindAsync(HttpContext context) => new(From(context.User));
}
