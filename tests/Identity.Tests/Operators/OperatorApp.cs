using OneVOne.Identity.Tests.Email;
using OneVOne.Identity.Tests.SecondFactor;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Operators;

/// <summary>People with roles, in a system where everyone may be demoted without harm to other tests.</summary>
[CollectionDefinition(nameof(OperatorApp))]
public sealed class OperatorApp : IAsyncLifetime, ICollectionFixture<OperatorApp>
{
    public const string AdminName = "the-first";

    public ServiceSettings Settings { get; private set; } = null!;

    public ServiceHost<Program> First { get; private set; } = null!;

    public ServiceHost<Program> Second { get; private set; } = null!;

    public Account Admin { get; private set; } = null!;

    public IdentityDatabase Database => new(Settings["ConnectionStrings:identity-db"]);

    public MailFolder Mail => new(Settings["Identity:Email:PickupFolder"]);

    public async ValueTask InitializeAsync()
    {
        Settings = (await IdentityApp.CreateSettingsAsync())
            .With("Identity:Audit:CoalesceFor", "00:00:00.3")
            .With("Identity:FirstAdmin:Username", AdminName)
            .With("Identity:FirstAdmin:Email", "first@example.org")
            .With("Identity:FirstAdmin:Password", IdentityApp.Password);
        // At once, so that both want to make the admin.
        var both = await Task.WhenAll(
            Task.Run(() => ServiceHost.Start<Program>(Settings)), Task.Run(() => ServiceHost.Start<Program>(Settings)));
        (First, Second) = (both[0], both[1]);
        Admin = new(First, await First.LogInAsync(AdminName, IdentityApp.Password).ShouldBeAsync(200), IdentityApp.Password);
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    public Task<Account> RegisterAsync() => IdentityApp.RegisterOnAsync(First);

    public async Task<Account> RegisterAsync(string role)
    {
        var who = await RegisterAsync();
        await Admin.GiveRoleAsync(who, role).ShouldBeAsync(204);
        return await who.LogInAgainAsync();
    }
}

internal static class OperatorCalls
{
    public static Task<HttpResponseMessage> GiveRoleAsync(this Account actor, Account who, string role) =>
        actor.Http.PutAsync($"/api/identity/admin/users/{who.Id}/role", new { role });

    public static Task<HttpResponseMessage> SuspendAsync(
        this Account actor, Account who, DateTimeOffset? until = null, string reason = "Insults") => until is null
        ? actor.Http.PostAsync($"/api/identity/admin/users/{who.Id}/suspend", new { reason })
        : actor.Http.PostAsync($"/api/identity/admin/users/{who.Id}/suspend", new { reason, until });

    public static Task<HttpResponseMessage> UnsuspendAsync(this Account actor, Account who) =>
        actor.Http.PostAsync($"/api/identity/admin/users/{who.Id}/unsuspend");
}
