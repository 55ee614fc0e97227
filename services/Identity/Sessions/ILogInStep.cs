using OneVOne.Identity.Accounts;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Sessions;

/// <summary>
/// What stands between a right password and a session, such as a second factor or a suspension. Steps are asked in the order
/// in which they were added, and only once the password was right: what they answer tells of the account.
/// </summary>
internal interface ILogInStep
{
    /// <returns>Why no session is made; null to go on.</returns>
    Task<Problem?> CheckAsync(User user, LogIn body, CancellationToken cancellationToken);
}
