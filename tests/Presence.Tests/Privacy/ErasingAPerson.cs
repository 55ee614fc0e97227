using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneVOne.Contracts.Identity;
using OneVOne.ServiceDefaults.Privacy;
using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Privacy;

public sealed class ErasingAPerson(SharedApp shared)
{
    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");

    [Fact]
    public async Task Others_are_told_of_an_offline_person_and_nothing_is_kept_or_comes_back()
    {
        await using var listener = await app.ListenAsync(ann, bob);
        var device = await app.ConnectAsync(bob, replica: 1);
        await app.ChooseAsync(bob, "dnd", "Goodbye", "👋");
        await listener.HearsLastOfAsync(bob, "dnd");
        Assert.Contains("Goodbye", Assert.Single(await KeptAsync()), StringComparison.Ordinal);

        await app.PublishAsync(new UserDeleted(bob.Id, DateTimeOffset.UtcNow, 2));

        await listener.HearsLastOfAsync(bob, "offline");
        Assert.Equal(JsonValueKind.Null, listener.Heard("PresenceChanged")[^1].GetProperty("lastSeenAt").ValueKind);
        await device.DisposeAsync();
        await app.AfterAGraceAsync(listener, ann);
        Assert.Equal("""{"status":"invisible","text":null,"emoji":null,"until":null,"lastSeenAt":null}""", Assert.Single(await KeptAsync()));
    }

    private async Task<List<string>> KeptAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IPersonalData>().Files(bob.Id).Single().Records.ToListAsync();
    }
}
