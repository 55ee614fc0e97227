using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Accounts;

public sealed class Registering(IdentityApp app)
{
    [Fact]
    public async Task A_new_account_is_logged_in_at_once()
    {
        var name = IdentityApp.NewName("Ann.");
        var response = await app.First.Http().PostAsync(
            "/api/identity/register", new { username = name, email = $"{name}@Example.org", password = IdentityApp.Password });
        var session = await response.ShouldBeAsync(201);

        var user = session.GetProperty("user");
        Assert.Equal(
            (name, name, $"{name}@Example.org"),
            (user.GetProperty("username").GetString(), user.GetProperty("displayName").GetString(), user.GetProperty("email").GetString()));
        Assert.Equal(900, session.GetProperty("expiresIn").GetInt32());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal($"/api/identity/users/{user.GetProperty("id").GetString()}", response.Headers.Location?.ToString());

        var me = await app.Second.Bearing(session.GetProperty("accessToken").GetString()!)
            .GetAsync("/api/identity/me").ShouldBeAsync(200);
        Assert.Equal(user.ToString(), me.ToString());
    }

    [Fact]
    public async Task The_other_services_hear_of_it()
    {
        await using var listener = await EventListener.StartAsync();
        var ann = await app.RegisterAsync();
        var heard = await Eventually.GetAsync(
            "UserRegistered", () => Task.FromResult(listener.Of(ann.Username) is [var first, ..] ? first : null));
        Assert.Equal((ann.Id, ann.Username, ann.Username, 1), (heard.UserId, heard.Username, heard.DisplayName, heard.Version));
        Assert.Equal(ann.Session.GetProperty("user").GetProperty("createdAt").GetDateTimeOffset(), heard.RegisteredAt);
    }

    [Fact]
    public async Task A_user_name_is_taken_in_any_case()
    {
        var ann = await app.RegisterAsync();
        await RegisterAsync(app.Second, ann.Username.ToUpperInvariant(), "other@example.org")
            .ShouldBeProblemAsync(409, "account.username_taken");
    }

    [Fact]
    public async Task An_address_is_taken_in_any_case()
    {
        var ann = await app.RegisterAsync();
        await RegisterAsync(app.Second, IdentityApp.NewName(), ann.Email.ToUpperInvariant())
            .ShouldBeProblemAsync(409, "account.email_taken");
    }

    [Theory]
    [InlineData("Ann_L33", "annL33")]
    [InlineData("Ann_L33", "AnnI33")] // a capital i
    [InlineData("Ann_L33", "Ann133")]
    [InlineData("Ann_L33", "a.n-n.l33.")]
    [InlineData("oscar", "0scar")]
    [InlineData("oscar", "Os_car")]
    [InlineData("modern", "modem")]
    [InlineData("wally", "vvaIly")]
    public async Task A_name_that_looks_like_anothers_is_taken(string name, string lookAlike)
    {
        var unique = $"{Guid.NewGuid():N}"[..8];
        var ann = await app.RegisterAsync(name + unique);
        await RegisterAsync(app.Second, lookAlike + unique, $"{unique}@example.org").ShouldBeProblemAsync(409, "account.username_taken");
        await app.First.LogInAsync(lookAlike + unique, ann.Password).ShouldBeProblemAsync(401, "login.failed");
    }

    [Theory]
    [InlineData("ann1", "ann2")]
    [InlineData("sara", "5ara")]
    [InlineData("pete", "p3te")]
    [InlineData("clara", "dara")]
    public async Task A_name_that_only_resembles_anothers_is_free(string name, string other)
    {
        var unique = $"{Guid.NewGuid():N}"[..8];
        await app.RegisterAsync(name + unique);
        await app.RegisterAsync(other + unique);
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("Adm1n")]
    [InlineData("moderator")]
    [InlineData("modErat0r")]
    [InlineData("rnoderator")]
    [InlineData("sys.tem")]
    [InlineData("everyone")]
    [InlineData("here")]
    [InlineData("Guest-12345")]
    [InlineData("OneVOne_Team")]
    [InlineData("deleted-user")]
    public async Task A_name_of_the_system_is_not_for_people(string username)
    {
        var problem = await RegisterAsync(app.First, username, "x@example.org").ShouldBeProblemAsync(400, "request.invalid");
        Assert.Equal("username", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("username", "")]
    [InlineData("username", "ab")]
    [InlineData("username", "a23456789012345678901")]
    [InlineData("username", "_ann")]
    [InlineData("username", ".ann")]
    [InlineData("username", "an n")]
    [InlineData("username", "ann\n")]
    [InlineData("username", "ann@home")]
    [InlineData("username", "аnn")] // the first letter is Cyrillic
    [InlineData("email", "")]
    [InlineData("email", "ann")]
    [InlineData("email", "ann@")]
    [InlineData("email", "@example.org")]
    [InlineData("email", "ann@example")]
    [InlineData("email", "ann@example..org")]
    [InlineData("email", "ann@exam ple.org")]
    [InlineData("email", "ann@bob@example.org")]
    [InlineData("email", "Ann <ann@example.org>")]
    [InlineData("email", "ann@example.org, bob@example.org")]
    [InlineData("email", "ann@example.org\r\nBcc: bob@example.org")]
    [InlineData("password", "")]
    [InlineData("password", "1234567")]
    [InlineData("password", "🐎🐎🐎🐎🐎🐎🐎")] // seven characters, though fourteen UTF-16 units
    public async Task A_field_that_breaks_the_rules_is_named(string field, string value)
    {
        var name = IdentityApp.NewName();
        var body = new Dictionary<string, string>
        {
            ["username"] = name,
            ["email"] = $"{name}@example.org",
            ["password"] = IdentityApp.Password,
            [field] = value,
        };
        var problem = await app.First.Http().PostAsync("/api/identity/register", body).ShouldBeProblemAsync(400, "request.invalid");
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task All_broken_fields_are_named_at_once()
    {
        var problem = await RegisterAsync(app.First, "", "", "").ShouldBeProblemAsync(400, "request.invalid");
        Assert.Equal(3, problem.GetProperty("errors").EnumerateObject().Count());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("🐎")]
    public async Task A_password_has_up_to_128_characters_all_of_which_count(string character)
    {
        // ASVS 6.2.1, 6.2.8, 6.2.9
        var longest = "zbpkrwtm" + string.Concat(Enumerable.Repeat(character, 120));
        await RegisterAsync(app.First, IdentityApp.NewName(), "x@example.org", longest + character)
            .ShouldBeProblemAsync(400, "request.invalid");
        var ann = await app.RegisterAsync(password: longest);
        await app.Second.LogInAsync(ann.Username, longest).ShouldBeAsync(200);
        await app.Second.LogInAsync(ann.Username, longest[..^character.Length]).ShouldBeProblemAsync(401, "login.failed");
        await app.Second.LogInAsync(ann.Username, longest + character).ShouldBeProblemAsync(401, "login.failed");
    }

    [Fact]
    public async Task Neither_password_nor_refresh_token_can_be_read_from_the_database()
    {
        var ann = await app.RegisterAsync(password: "a very secret passphrase");
        var token = System.Buffers.Text.Base64Url.DecodeFromChars(ann.RefreshToken);
        var dump = await app.ScalarAsync<string>(
            """
            SELECT (SELECT json_agg(users)::text FROM users WHERE id = $1) || (SELECT json_agg(refresh_tokens)::text
            FROM refresh_tokens JOIN sessions ON sessions.id = session_id WHERE user_id = $1)
                || COALESCE((SELECT json_agg(outbox)::text FROM outbox), '')
            """,
            ann.Id);
        Assert.Contains(ann.Username, dump, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", dump, StringComparison.Ordinal);
        Assert.DoesNotContain(ann.RefreshToken, dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(token), dump, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> RegisterAsync(
        ServiceHost<Program> replica, string username, string email, string password = IdentityApp.Password) =>
        replica.Http().PostAsync("/api/identity/register", new { username, email, password });
}
