using Microsoft.Extensions.DependencyInjection;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.SecondFactor;

public sealed class ChangingTheProtectionSecret
{
    [Fact]
    public async Task Authenticators_go_on_when_the_old_secret_is_forgotten()
    {
        var settings = await IdentityApp.CreateSettingsAsync();
        var time = new MovingTime();
        ServiceHost<Program> Start(ServiceSettings with) =>
            ServiceHost.Start<Program>(with, services => services.AddSingleton<TimeProvider>(time));

        Account ann;
        string secret;
        await using (var old = Start(settings))
        {
            ann = await IdentityApp.RegisterOnAsync(old);
            secret = (await ann.Http.PostAsync("/api/identity/two-factor/setup").ShouldBeAsync(200)).GetProperty("secret").GetString()!;
            var code = Authenticator.CodeAt(secret, time.GetUtcNow());
            await ann.Http.PostAsync("/api/identity/two-factor/enable", new { code }).ShouldBeAsync(200);
        }

        var changing = settings.Copy()
            .With("Identity:KeyProtectionSecret", "the next secret of the tests")
            .With("Identity:PreviousKeyProtectionSecret", settings["Identity:KeyProtectionSecret"]);
        await using (Start(changing))
        {
        }

        await using var changed = Start(changing.Copy().With("Identity:PreviousKeyProtectionSecret", ""));
        time.Advance(TimeSpan.FromSeconds(30));
        await TwoFactorApp.LogInAsync(changed, ann, Authenticator.CodeAt(secret, time.GetUtcNow())).ShouldBeAsync(200);
    }
}
