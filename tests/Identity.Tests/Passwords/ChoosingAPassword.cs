using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Passwords;

public sealed class ChoosingAPassword(IdentityApp app)
{
    [Theory]
    // ASVS 6.2.4, in part: what is guessed first; services/Identity/README.md says how much of it.
    [InlineData("password")]
    [InlineData("PASSWORD")]
    [InlineData("Passw0rd!")]
    [InlineData("p@$$w0rd")]
    [InlineData("password1")]
    [InlineData("password123")]
    [InlineData("12345678")]
    [InlineData("123456789")]
    [InlineData("87654321")]
    [InlineData("11111111")]
    [InlineData("12121212")]
    [InlineData("qwertyuiop")]
    [InlineData("Qwerty123")]
    [InlineData("1q2w3e4r5t")]
    [InlineData("1qaz2wsx")]
    [InlineData("zaq12wsx")]
    [InlineData("asdfghjkl")]
    [InlineData("abcd1234")]
    [InlineData("iloveyou")]
    [InlineData("iloveyou123456")]
    [InlineData("sunshine")]
    [InlineData("princess1")]
    [InlineData("football")]
    [InlineData("liverpool1")]
    [InlineData("dragon2024!")]
    [InlineData("2024summer")]
    [InlineData("monkeymonkey")]
    [InlineData("letmein!!")]
    [InlineData("trustno1")]
    [InlineData("superman")]
    [InlineData("Charlie2019")]
    [InlineData("drowssap")]
    [InlineData("elizabet")]
    [InlineData("babyangel")]
    [InlineData("19870412")]
    [InlineData("24121999")]
    // ASVS 6.2.11: what anybody knows of this person and place.
    [InlineData("OneVOne2026")]
    [InlineData("1v1onevone")]
    [InlineData("{username}")]
    [InlineData("{username}12!")]
    [InlineData("x{email}")]
    public async Task One_that_is_guessed_first_is_refused(string password)
    {
        var (name, local) = (IdentityApp.NewName(), IdentityApp.NewName("mail"));
        password = password.Replace("{username}", name.ToUpperInvariant(), StringComparison.Ordinal)
            .Replace("{email}", local, StringComparison.Ordinal);
        var problem = await app.First.Http()
            .PostAsync("/api/identity/register", new { username = name, email = $"{local}@example.org", password })
            .ShouldBeProblemAsync(400, "request.invalid");
        Assert.Equal("password", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    // ASVS 6.2.5 and 6.2.8: no rules of composition, and taken as it came.
    [InlineData("correct horse")]
    [InlineData("four words in line")]
    [InlineData("zbpkrwtm")]
    [InlineData("48291748")]
    [InlineData("        x        ")]
    [InlineData("пароль из слов")]
    [InlineData("🐎🔋📎🐎🔋📎🐎🔋")]
    [InlineData("dragons eat tigers")]
    [InlineData("I love you, 12 monkeys")]
    [InlineData("quite-a-password-of-mine")]
    public async Task Any_other_is_good(string password)
    {
        var ann = await app.RegisterAsync(password: password);
        await app.Second.LogInAsync(ann.Username, password).ShouldBeAsync(200);
    }

    [Fact]
    public async Task It_is_not_normalised()
    {
        // ASVS 6.2.8: é as one character is not é as e and an accent.
        var ann = await app.RegisterAsync(password: "caf\u00e9 au lait");
        await app.First.LogInAsync(ann.Username, "cafe\u0301 au lait").ShouldBeProblemAsync(401, "login.failed");
        await app.First.LogInAsync(ann.Username, "caf\u00e9 au lait").ShouldBeAsync(200);
    }

    [Fact]
    public async Task A_deployment_can_refuse_more()
    {
        // ASVS 6.2.4, 6.2.12: a list of the commonest passwords, or of breached ones.
        var file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, ["something that leaked", "something else"]);
        var strict = app.StartReplica(("Identity:Passwords:BlockList", file));
        var name = IdentityApp.NewName();
        await strict.Http()
            .PostAsync("/api/identity/register", new { username = name, email = $"{name}@example.org", password = "Something that leaked" })
            .ShouldBeProblemAsync(400, "request.invalid");
        File.Delete(file);
    }
}
