using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Throttling;

/// <summary>What anybody may cause is bounded: accounts, guests, and mail to others.</summary>
public sealed class FloodingWithRequests(IdentityApp app) : ThrottledReplicas(app)
{
    [Fact]
    public async Task Registrations_from_one_address_are_bounded_and_taken_names_are_not_asked_about_for_ever()
    {
        var replicas = StartTwo(("Identity:Throttling:RegistrationsPerAddress:Permits", "3"));
        var ann = await App.RegisterAsync();
        for (var i = 0; i < 3; i++)
        {
            // ASVS 6.3.8 as far as it goes: see docs/decisions/registration-tells-of-taken-addresses.md.
            await PostAsync(replicas[i % 2], "register", Person(email: ann.Email), "192.0.2.1")
                .ShouldBeProblemAsync(409, "account.email_taken");
        }

        var refused = await PostAsync(replicas[0], "register", Person(email: ann.Email), "192.0.2.1");
        await refused.ShouldBeProblemAsync(429, "rate.limited");
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        await PostAsync(replicas[0], "register", Person(), "192.0.2.2").ShouldBeAsync(201);
    }

    [Fact]
    public async Task Guests_from_one_address_are_bounded()
    {
        var replicas = StartTwo(("Identity:Throttling:GuestsPerAddress:Permits", "3"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PostAsync(replicas[i % 2], "guests", new { }, "192.0.2.1")));
        Assert.Equal(3, answers.Count(answer => (int)answer.StatusCode == 201));
        Assert.Equal(17, answers.Count(answer => (int)answer.StatusCode == 429));
    }

    [Fact]
    public async Task Nobody_is_bombed_with_mail_however_many_ask()
    {
        var replicas = StartTwo();
        var ann = await App.RegisterAsync();
        for (var i = 0; i < 4; i++)
        {
            await ForgetAsync(replicas[i % 2], ann.Email, $"192.0.2.{i}").ShouldBeAsync(204);
        }

        await ForgetAsync(replicas[0], ann.Email.ToUpperInvariant(), "192.0.2.99").ShouldBeProblemAsync(429, "rate.limited");
        await App.Mail.ReadAsync(ann.Email, 5);
    }

    [Fact]
    public async Task One_address_cannot_make_us_write_to_everybody()
    {
        var replicas = StartTwo(("Identity:Throttling:MailPerAddress:Permits", "3"));
        for (var i = 0; i < 3; i++)
        {
            await ForgetAsync(replicas[i % 2], IdentityApp.NewName(), "192.0.2.50").ShouldBeAsync(204);
        }

        await ForgetAsync(replicas[0], IdentityApp.NewName(), "192.0.2.50").ShouldBeProblemAsync(429, "rate.limited");
    }

    [Fact]
    public async Task Confirmations_to_an_address_are_bounded_whoever_asks()
    {
        var replica = StartTwo()[0];
        var victim = $"{IdentityApp.NewName("victim")}@example.org";
        for (var i = 0; i < 4; i++)
        {
            var ann = await IdentityApp.RegisterOnAsync(replica);
            await ann.Http.PostAsync("/api/identity/email/change", new { email = victim }).ShouldBeAsync(204);
        }

        var bob = await IdentityApp.RegisterOnAsync(replica);
        await bob.Http.PostAsync("/api/identity/email/change", new { email = victim }).ShouldBeProblemAsync(429, "rate.limited");
    }

    [Fact]
    public async Task Links_are_not_tried_out_for_ever()
    {
        var replicas = StartTwo(("Identity:Throttling:LinksPerAddress:Permits", "6"));
        var token = new string('A', 43);
        foreach (var route in new[] { "email/verify", "email/undo", "password/reset" })
        {
            foreach (var replica in replicas)
            {
                await PostAsync(replica, route, new { token, password = "three new words" }, "192.0.2.60")
                    .ShouldBeProblemAsync(400, "account.token_invalid");
            }
        }

        await PostAsync(replicas[0], "email/verify", new { token }, "192.0.2.60").ShouldBeProblemAsync(429, "rate.limited");
    }

    private static object Person(string? email = null)
    {
        var username = IdentityApp.NewName();
        return new { username, email = email ?? $"{username}@example.org", password = IdentityApp.Password };
    }

    private static Task<HttpResponseMessage> ForgetAsync(ServiceHost<Program> replica, string login, string address) =>
        PostAsync(replica, "password/forgot", new { login }, address);

    private static async Task<HttpResponseMessage> PostAsync(
        ServiceHost<Program> replica, string route, object body, string address)
    {
        using var client = replica.Http();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return await client.PostAsync($"/api/identity/{route}", body);
    }
}
