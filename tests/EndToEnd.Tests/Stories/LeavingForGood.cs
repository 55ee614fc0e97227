using System.IO.Compression;
using System.Text.Json;
using OneVOne.EndToEnd.Tests.People;
using OneVOne.Testing;

namespace OneVOne.EndToEnd.Tests.Stories;

/// <summary>What is kept of a person is theirs: they can see all of it, and take it with them.</summary>
[Collection(nameof(WholeSystem))]
public sealed class LeavingForGood(WholeSystem system)
{
    private static readonly string[] Services = ["chat", "friends", "identity", "notifications", "presence"];

    // A replica looks each minute for accounts whose grace is over.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task An_export_has_what_every_service_keeps()
    {
        await using var people = await TwoPeople.RegisterAsync(system.Gateway);
        await people.BecomeFriendsAsync();
        await people.ChatLiveAsync();
        var ann = people.Ann;
        await ann.Http.PostAsync("/api/identity/me/export").ShouldBeAsync(202);
        await ann.Notifications!.HearAsync("Notified", notified => notified.GetProperty("kind").GetString() == "data_export_ready");

        using var answer = await ann.Http.GetAsync("/api/identity/me/export/download");
        await using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        var files = new Dictionary<string, string>();
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            files.Add(entry.FullName, await reader.ReadToEndAsync());
        }

        Assert.Equal(Services, files.Keys.Where(name => name.Contains('/')).Select(name => name.Split('/')[0]).Distinct().Order());
        Assert.Contains("hello bob", files["chat/messages.json"], StringComparison.Ordinal);
        Assert.Contains(people.Bob.Id.ToString(), files["friends/friends.json"], StringComparison.Ordinal);
        Assert.Contains("friend_accepted", files["notifications/notifications.json"], StringComparison.Ordinal);
        Assert.Contains(ann.Username, files["identity/account.json"], StringComparison.Ordinal);
        Assert.All(
            files.Where(file => file.Key.EndsWith(".json", StringComparison.Ordinal)),
            file => Assert.Equal(JsonValueKind.Array, JsonSerializer.Deserialize<JsonElement>(file.Value).ValueKind));
    }

    [Fact]
    public async Task A_deletion_erases_in_every_service_and_others_see_a_deleted_user()
    {
        await using var people = await TwoPeople.RegisterAsync(system.Gateway);
        await people.BecomeFriendsAsync();
        await people.ChatLiveAsync();
        var (ann, bob) = (people.Ann, people.Bob);
        await bob.Chat!.CallAsync("Send", new { conversationId = people.Conversation, clientMessageId = Guid.NewGuid(), body = "hello ann" });
        await ann.Http.DeleteAsync("/api/identity/me").ShouldBeAsync(202);
        await system.ExecuteAsync("identity-db", $"UPDATE users SET deletion_at = now() WHERE id = '{ann.Id}'");

        await Eventually.IsAsync("ann is deleted", async () => (await PersonAsync(bob, ann)).GetProperty("deleted").GetBoolean(), Patience);
        await Eventually.IsAsync("chat has erased", async () =>
            (await bob.HistoryAsync(people.Conversation)).Select(message => message.GetProperty("body").GetString()).SequenceEqual(["", "hello ann"]));
        await Eventually.IsAsync("ann is no friend any more", async () =>
            (await bob.Http.GetAsync("/api/friends").ShouldBeAsync(200)).GetProperty("items").GetArrayLength() == 0);
        await Eventually.IsAsync("nothing tells of ann", async () =>
            (await bob.Http.GetAsync("/api/notifications").ShouldBeAsync(200)).GetProperty("items").EnumerateArray()
                .All(notification => notification.GetProperty("actor").GetProperty("id").GetGuid() != ann.Id));
        var author = (await bob.HistoryAsync(people.Conversation))[0].GetProperty("author");
        Assert.Equal("deleted user", author.GetProperty("username").GetString());
        await Eventually.IsAsync("every service has confirmed", async () => await system.ExecuteAsync(
            "identity-db",
            $"UPDATE erasures SET erased_at = erased_at WHERE user_id = '{ann.Id}' AND erased_at IS NOT NULL") == Services.Length);
    }

    private static Task<JsonElement> PersonAsync(Person asker, Person asked) =>
        asker.Http.GetAsync($"/api/identity/users/{asked.Id}").ShouldBeAsync(200);
}
