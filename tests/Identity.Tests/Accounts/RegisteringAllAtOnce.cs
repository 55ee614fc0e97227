using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Accounts;

/// <summary>A thousand requests at the same moment, after all other tests: those would wait for their turn.</summary>
[CollectionDefinition(nameof(RegisteringAllAtOnce), DisableParallelization = true)]
[Collection(nameof(RegisteringAllAtOnce))]
public sealed class RegisteringAllAtOnce(IdentityApp app)
{
    [Fact]
    public async Task A_thousand_parallel_registrations_of_one_name_make_one_account()
    {
        await using var listener = await EventListener.StartAsync();
        var name = IdentityApp.NewName();
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => RegisterAsync(
            app.Replicas[i % 2], i % 3 == 0 ? name.ToUpperInvariant() : name, $"{name}{i}@example.org")));

        Assert.Single(answers, answer => (int)answer.StatusCode == 201);
        foreach (var refused in answers.Where(answer => (int)answer.StatusCode != 201))
        {
            await refused.ShouldBeProblemAsync(409, "account.username_taken");
        }

        // The outbox keeps the order, so nothing of these calls comes after this.
        var later = await app.RegisterAsync();
        await Eventually.IsAsync("a later event", () => Task.FromResult(listener.Of(later.Username).Count == 1));
        Assert.Single(listener.Of(name));
    }

    [Fact]
    public async Task A_thousand_parallel_registrations_of_one_address_make_one_account()
    {
        var email = $"{IdentityApp.NewName()}@example.org";
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i =>
            RegisterAsync(app.Replicas[i % 2], IdentityApp.NewName(), i % 3 == 0 ? email.ToUpperInvariant() : email)));
        Assert.Single(answers, answer => (int)answer.StatusCode == 201);
        foreach (var refused in answers.Where(answer => (int)answer.StatusCode != 201))
        {
            await refused.ShouldBeProblemAsync(409, "account.email_taken");
        }
    }

    private static Task<HttpResponseMessage> RegisterAsync(ServiceHost<Program> replica, string username, string email) =>
        replica.Http().PostAsync("/api/identity/register", new { username, email, password = IdentityApp.Password });
}
