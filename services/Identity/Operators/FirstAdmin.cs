using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneVOne.Contracts.Identity;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Audit;
using OneVOne.Identity.Data;
using OneVOne.Identity.Passwords;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Identity.Operators;

/// <summary>Who becomes admin of a system that has none; section <c>Identity:FirstAdmin</c>. Not needed once there is one.</summary>
public sealed class FirstAdminOptions
{
    /// <summary>An account that exists under this name becomes admin and keeps its password; else one is made.</summary>
    public string Username { get; set; } = "";

    /// <summary>Of the account that is made.</summary>
    public string Email { get; set; } = "";

    /// <summary>Of the account that is made; the operator changes it at the first log-in and takes it out of the configuration.</summary>
    public string Password { get; set; } = "";

    internal bool IsUsable => Username.Length == 0 || (Email.Length == 0) == (Password.Length == 0);
}

/// <summary>Makes the first admin at start. One lock in the database makes replicas that start together take turns.</summary>
internal sealed partial class FirstAdmin(
    IServiceScopeFactory scopes, AccountRules rules, IOptions<FirstAdminOptions> options, TimeProvider time, ILogger<FirstAdmin> logger) : IHostedService
{
    private const long LockKey = 0x4F6E65564F6E6541; // "OneVOneA"

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Username.Length == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
        if (await db.Users.AnyAsync(user => user.Role == Role.Admin, cancellationToken))
        {
            return;
        }

        var audit = scope.ServiceProvider.GetRequiredService<AuditLog>();
        var id = await PromoteAsync(db, cancellationToken) ?? await MakeAsync(
            db, scope.ServiceProvider.GetRequiredService<PasswordHashing>(), cancellationToken);
        audit.Record(AuditTypes.RoleChanged, id, new { from = "user", to = "admin" });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Log.Made(logger, options.Value.Username);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<Guid?> PromoteAsync(IdentityDbContext db, CancellationToken cancellationToken)
    {
        var name = User.Normalize(options.Value.Username);
        var ids = await db.Database.SqlQuery<Guid>(
            $"""UPDATE users SET role = 'admin' WHERE normalized_user_name = {name} RETURNING id AS "Value" """)
            .ToListAsync(cancellationToken);
        return ids is [var id] ? id : null;
    }

    private async Task<Guid> MakeAsync(IdentityDbContext db, PasswordHashing hashing, CancellationToken cancellationToken)
    {
        var (username, email, password) = (options.Value.Username, options.Value.Email, options.Value.Password);
        if (rules.Check(new RegisterAccount(username, email, password), isOperator: true) is { Errors: { } errors })
        {
            throw new InvalidOperationException(
                "Identity:FirstAdmin cannot become an account. " + string.Join(' ', errors.Select(error => $"{error.Key}: {error.Value[0]}")));
        }

        var hash = await hashing.HashAsync(password, cancellationToken);
        var user = User.Register(username, email, hash.Value, time.GetStorableNow()).With(Role.Admin);
        user.EmailConfirmed = true; // Whoever configures the system vouches for it.
        db.Users.Add(user);
        db.Publish(new UserRegistered(user.Id, user.UserName!, user.DisplayName, user.CreatedAt, user.Version));
        return user.Id;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Username} is the first admin")]
        public static partial void Made(ILogger logger, string username);
    }
}
