using OneVOne.Testing;

namespace OneVOne.Identity.Tests;

public sealed class StartingInProduction
{
    [Fact]
    public async Task With_the_settings_of_a_test_it_does_not_start_and_says_what_is_missing()
    {
        var settings = (await IdentityApp.CreateSettingsAsync())
            .With("environment", "Production")
            .With("Identity:KeyProtectionSecret", "please change me soon")
            .With("Identity:Email:PickupFolder", "")
            .With("Identity:Email:Smtp:Host", "")
            .With("ConnectionStrings:rabbitmq", "amqp://guest:guest@127.0.0.1")
            .With("Services:Key", "");
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Task.Run(() => ServiceHost.Start<Program>(settings)));
        Assert.Contains("Smtp:Host or PickupFolder", failure.ToString(), StringComparison.Ordinal);

        settings.With("Identity:Email:Smtp:Host", "mail.example.org");
        failure = await Assert.ThrowsAnyAsync<Exception>(() => Task.Run(() => ServiceHost.Start<Program>(settings)));
        foreach (var said in new[]
        {
            "Identity__KeyProtectionSecret was", "Identity__PublicUrl is", "Identity__Throttling__Enabled is", "Services__Key is",
            "ConnectionStrings__rabbitmq is",
        })
        {
            Assert.Contains(said, failure.ToString(), StringComparison.Ordinal);
        }
    }
}
