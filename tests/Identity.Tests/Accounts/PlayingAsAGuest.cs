using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Accounts;

public sealed class PlayingAsAGuest(IdentityApp app)
{
    [Fact]
    public async Task A_guest_is_logged_in_under_a_name_that_was_drawn()
    {
        var guest = await MakeAsync();
        var user = guest.Session.GetProperty("user");
        Assert.Matches("^guest-[a-z0-9]{10}$", guest.Username);
        Assert.Equal(guest.Username, user.GetProperty("displayName").GetString());
        Assert.True(user.GetProperty("isGuest").GetBoolean());
        Assert.Equal(JsonValueKind.Null, user.GetProperty("email").ValueKind);
        Assert.Equal(user.ToString(), (await guest.Http.GetAsync("/api/identity/me").ShouldBeAsync(200)).ToString());
        var refreshed = await app.Second.RefreshAsync(guest.RefreshToken).ShouldBeAsync(200);
        Assert.Equal(user.ToString(), refreshed.GetProperty("user").ToString());
    }

    [Fact]
    public async Task The_other_services_hear_of_a_guest_as_of_anybody()
    {
        await using var listener = await EventListener.StartAsync();
        var guest = await MakeAsync("  Ann of the woods ");
        var heard = await Eventually.GetAsync(
            "UserRegistered", () => Task.FromResult(listener.Of(guest.Username) is [var first, ..] ? first : null));
        Assert.Equal((guest.Id, "Ann of the woods", 1), (heard.UserId, heard.DisplayName, heard.Version));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u202eb")]
    [InlineData("a\nb")]
    [InlineData("12345678901234567890123456789012345678901")]
    public async Task The_name_to_show_has_to_be_one(string displayName) =>
        await app.First.Http().PostAsync("/api/identity/guests", new { displayName }).ShouldBeProblemAsync(400, "request.invalid");

    [Theory]
    [InlineData("")]
    [InlineData("correct horse")]
    public async Task Nobody_logs_in_as_a_guest(string password)
    {
        var guest = await MakeAsync();
        await app.First.LogInAsync(guest.Username, password).ShouldBeProblemAsync(401, "login.failed");
    }

    [Fact]
    public async Task An_upgrade_keeps_the_id_and_the_session()
    {
        await using var profiles = await ProfileListener.StartAsync();
        var guest = await MakeAsync();
        var (name, email) = NewPerson();
        var user = await UpgradeAsync(guest, name, email).ShouldBeAsync(200);
        Assert.Equal(
            (guest.Id, name, name, email, false),
            (user.GetProperty("id").GetGuid(), user.GetProperty("username").GetString(), user.GetProperty("displayName").GetString(),
                user.GetProperty("email").GetString(), user.GetProperty("isGuest").GetBoolean()));

        var refreshed = await app.Second.RefreshAsync(guest.RefreshToken).ShouldBeAsync(200);
        Assert.Equal(name, AccessTokens.Claims(refreshed.GetProperty("accessToken").GetString()!).GetProperty("name").GetString());
        var again = await app.Second.LogInAsync(email, IdentityApp.Password).ShouldBeAsync(200);
        Assert.Equal(guest.Id, again.GetProperty("user").GetProperty("id").GetGuid());
        await app.First.LogInAsync(guest.Username, IdentityApp.Password).ShouldBeProblemAsync(401, "login.failed");

        var heard = await profiles.HearAsync(guest.Id);
        Assert.Equal((name, name, 2L), (heard.Username, heard.DisplayName, heard.Version));
        await app.First.Http().PostAsync("/api/identity/email/verify", new { token = await app.Mail.TokenAsync(email) }).ShouldBeAsync(204);
    }

    [Fact]
    public async Task A_name_of_the_guests_own_choice_stays()
    {
        var guest = await MakeAsync("Ann of the woods");
        var (name, email) = NewPerson();
        var user = await UpgradeAsync(guest, name, email).ShouldBeAsync(200);
        Assert.Equal("Ann of the woods", user.GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task An_upgrade_takes_no_name_or_address_of_others_and_can_be_tried_again()
    {
        var (guest, ann) = (await MakeAsync(), await app.RegisterAsync());
        var (name, email) = NewPerson();
        await UpgradeAsync(guest, ann.Username.ToUpperInvariant(), email).ShouldBeProblemAsync(409, "account.username_taken");
        await UpgradeAsync(guest, name, ann.Email).ShouldBeProblemAsync(409, "account.email_taken");
        await UpgradeAsync(guest, "guest-of-honour", email).ShouldBeProblemAsync(400, "request.invalid");
        await UpgradeAsync(guest, name, email).ShouldBeAsync(200);
    }

    [Fact]
    public async Task Of_parallel_upgrades_one_succeeds()
    {
        var guest = await MakeAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            UpgradeAsync(guest with { Replica = app.Replicas[i % 2] }, IdentityApp.NewName(), $"{IdentityApp.NewName()}@example.org")));
        Assert.Single(answers, answer => (int)answer.StatusCode == 200);
        foreach (var refused in answers.Where(answer => (int)answer.StatusCode != 200))
        {
            await refused.ShouldBeProblemAsync(409, "account.not_a_guest");
        }

        Assert.Equal(2L, await app.ScalarAsync<long>("SELECT version FROM users WHERE id = $1", guest.Id));
    }

    [Fact]
    public async Task A_full_account_is_no_guest()
    {
        var ann = await app.RegisterAsync();
        var (name, email) = NewPerson();
        await UpgradeAsync(ann, name, email).ShouldBeProblemAsync(409, "account.not_a_guest");
    }

    [Fact]
    public async Task A_guest_has_no_address_to_change_or_confirm()
    {
        var guest = await MakeAsync();
        await guest.Http.PostAsync("/api/identity/email/change", new { email = "ann@example.org" })
            .ShouldBeProblemAsync(409, "account.is_guest");
        await guest.Http.PostAsync("/api/identity/email/resend").ShouldBeAsync(204);
    }

    private static (string Name, string Email) NewPerson()
    {
        var name = IdentityApp.NewName();
        return (name, $"{name}@example.org");
    }

    private async Task<Account> MakeAsync(string? displayName = null) => new(
        app.First,
        await app.First.Http().PostAsync("/api/identity/guests", displayName is null ? new { } : new { displayName }).ShouldBeAsync(201),
        "");

    private static Task<HttpResponseMessage> UpgradeAsync(Account guest, string username, string email) =>
        guest.Http.PostAsync("/api/identity/me/upgrade", new { username, email, password = IdentityApp.Password });
}
