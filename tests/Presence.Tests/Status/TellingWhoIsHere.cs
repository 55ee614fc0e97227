using OneVOne.Testing;

namespace OneVOne.Presence.Tests.Status;

public sealed class TellingWhoIsHere(SharedApp shared)
{
    private readonly PresenceApp app = shared.App;
    private readonly TestUser ann = shared.App.CreateUser("ann");
    private readonly TestUser bob = shared.App.CreateUser("bob");
    private readonly TestUser cy = shared.App.CreateUser("cy");

    [Fact]
    public async Task Services_learn_who_is_connected_to_any_replica_and_not_invisible()
    {
        await using var anns = await app.ConnectAsync(ann, replica: 0);
        await using var bobs = await app.ConnectAsync(bob, replica: 1);
        await using var cys = await app.ConnectAsync(cy, replica: 1);
        await app.ChooseAsync(bob, "dnd");
        await app.ChooseAsync(cy, "invisible");
        using var service = Service();
        var here = await service.PostAsync(
            "/internal/online", new { userIds = new[] { ann.Id, bob.Id, cy.Id, Guid.CreateVersion7(), ann.Id } }).ShouldBeAsync(200);
        Assert.Equal(
            new[] { ann.Id, bob.Id }.Order(),
            here.GetProperty("userIds").EnumerateArray().Select(id => id.GetGuid()).Order());
    }

    [Fact]
    public async Task Nobody_else_may_ask_and_not_for_too_many()
    {
        await app.Http(ann).PostAsync("/internal/online", new { userIds = new[] { bob.Id } })
            .ShouldBeProblemAsync(401, "service.key_invalid");
        using var service = Service();
        await service.PostAsync("/internal/online", new { userIds = Enumerable.Range(0, 1001).Select(_ => Guid.NewGuid()) })
            .ShouldBeProblemAsync(400, "request.invalid");
        await service.PostAsync("/internal/online", new { }).ShouldBeProblemAsync(400, "request.malformed");
    }

    private HttpClient Service()
    {
        var client = app.Http();
        client.DefaultRequestHeaders.Add("X-Service-Key", ServiceSettings.ServiceKey);
        return client;
    }
}
