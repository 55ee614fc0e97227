using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.Notifications.Tests;

/// <summary>A person with an inbox, who asks now this replica and now that.</summary>
public sealed class Person(NotificationsApp app, TestUser user)
{
    private readonly HttpClient first = app.First.Http(user);
    private readonly HttpClient second = app.Second.Http(user);
    private int asked;

    public Guid Id => user.Id;

    public string Username => user.Username;

    public HttpClient Http => asked++ % 2 == 0 ? first : second;

    public Task<JsonElement> PageAsync(string query = "") => Http.GetAsync($"/api/notifications{query}").ShouldBeAsync(200);

    public async Task<IReadOnlyList<JsonElement>> ListAsync(string query = "") =>
        [.. (await PageAsync(query)).GetProperty("items").EnumerateArray()];

    /// <summary>The badge, which must always be the number of unread ones in the list.</summary>
    public async Task<int> BadgeAsync()
    {
        var badge = (await Http.GetAsync("/api/notifications/badge").ShouldBeAsync(200)).GetProperty("unread").GetInt32();
        Assert.Equal((await ListAsync("?unread=true&limit=100")).Count, badge);
        return badge;
    }

    public Task ReadAsync(JsonElement notification) => ReadAsync(notification.Text("id"));

    public Task ReadAsync(string id) => Http.PutAsync($"/api/notifications/{id}/read", content: null).ShouldBeAsync(204);

    public Task ReadAllAsync() => Http.PutAsync("/api/notifications/read-all", content: null).ShouldBeAsync(204);

    /// <summary>A device of the person, connected to one of the replicas, that has heard its first badge.</summary>
    public async Task<HubClient> ListenAsync(ServiceHost<Program> replica)
    {
        var device = await replica.HubAsync("/hubs/notifications", user);
        await device.HearAsync("BadgeChanged");
        return device;
    }
}

internal static class Json
{
    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    public static Guid Id(this JsonElement json, string name) => json.GetProperty(name).GetGuid();

    public static long Number(this JsonElement json, string name) => json.GetProperty(name).GetInt64();

    public static bool IsRead(this JsonElement notification) =>
        notification.GetProperty("readAt").ValueKind is not JsonValueKind.Null;
}
