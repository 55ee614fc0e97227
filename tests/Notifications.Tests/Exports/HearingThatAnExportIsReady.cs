using OneVOne.Contracts.Identity;

namespace OneVOne.Notifications.Tests.Exports;

public sealed class HearingThatAnExportIsReady(NotificationsApp app)
{
    [Fact]
    public async Task The_person_is_told_live_and_once()
    {
        var ann = await app.RegisterAsync("ann");
        await using var device = await ann.ListenAsync(app.Second);
        var ready = new DataExportReady(Guid.CreateVersion7(), ann.Id, Times.Now(), Times.Now().AddDays(7));
        await app.PublishAsync(ready, Guid.NewGuid(), times: 3);
        await app.PublishAsync(ready);
        var heard = await device.HearAsync("Notified", notified => notified.Text("kind") == "data_export_ready");
        Assert.Equal(ready.ExportId, heard.Id("requestId"));
        Assert.Equal(ann.Id, heard.GetProperty("actor").Id("id"));
        Assert.Equal(1, await ann.BadgeAsync());
    }
}
