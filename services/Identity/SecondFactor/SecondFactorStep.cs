using OneVOne.Identity.Accounts;
using OneVOne.Identity.Sessions;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.SecondFactor;

/// <summary>Asks for the code of an account whose second factor is on.</summary>
internal sealed class SecondFactorStep(SecondFactorCheck second) : ILogInStep
{
    public async Task<Problem?> CheckAsync(User user, LogIn body, CancellationToken cancellationToken) =>
        user.TwoFactorEnabled ? await second.CheckAsync(user.Id, body.Code, "login", cancellationToken) : null;
}
