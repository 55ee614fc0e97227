using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.ServiceDefaults.Asking;

/// <summary>Authenticates <see cref="ServiceKey.Header"/>; see <see cref="ServiceKey"/>.</summary>
internal sealed class ServiceKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    IConfiguration configuration) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private static readonly Problem Refused =
        new(401, "service.key_invalid", $"Only the deployment's own services get in here, by {ServiceKey.Header}.");

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[ServiceKey.Header] is not [{ } sent] || configuration.GetServiceKey() is not { } key || !AreSame(sent, key))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var service = new ClaimsPrincipal(new ClaimsIdentity(ServiceKey.SchemeName));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(service, ServiceKey.SchemeName)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = ServiceKey.SchemeName;
        return ProblemWriter.WriteAsync(Context, Refused);
    }

    // Hashed first, as the comparison takes constant time only for equal lengths.
    private static bool AreSame(string one, string other) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));
}
