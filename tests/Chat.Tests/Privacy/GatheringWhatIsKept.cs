using System.Text.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Contracts.Identity;
using OneVOne.Contracts.Privacy;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Privacy;

[Collection(nameof(TheOnlyChat))]
public sealed class GatheringWhatIsKept(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task A_person_gets_all_that_they_wrote_and_nothing_that_others_did()
    {
        await using var pieces = await Listening.StartAsync<PersonalDataGathered>();
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var mine = Enumerable.Range(0, 60).Select(n => $"{n} 🦊".PadRight(1900, 'x')).ToArray();
        foreach (var body in mine)
        {
            await ann.SendAsync(direct, body);
        }

        await bob.SendAsync(direct, "bob's own");
        await ann.Http().PutAsync($"/api/chat/conversations/{direct}/draft", new { body = "so far" }).ShouldBeAsync(200);
        await bob.Http().PutAsync($"/api/chat/conversations/{direct}/draft", new { body = "bob's" }).ShouldBeAsync(200);
        var later = new { conversationId = direct, clientMessageId = Guid.NewGuid(), body = "later", sendAt = DateTimeOffset.UtcNow.AddHours(1) };
        await ann.Http().PostAsync("/api/chat/scheduled", later).ShouldBeAsync(201);
        var request = new DataExportRequested(Guid.CreateVersion7(), ann.Id, DateTimeOffset.UtcNow);
        await app.Bus.PublishAsync(request);
        await Eventually.IsAsync("all pieces have come", () => Task.FromResult(
            pieces.Where(piece => IsOurs(piece) && piece.IsLast).SingleOrDefault() is { } last
            && pieces.Where(IsOurs).Count == last.Index + 1));

        var gathered = pieces.Where(IsOurs).OrderBy(piece => piece.Index).ToList();
        Assert.True(gathered.Count > 2, "120 KB are more than one piece.");
        var messages = Join(gathered, "messages.json");
        Assert.Equal(mine, messages.Items().Select(message => message.Text("body")));
        var conversation = Join(gathered, "conversations.json").Items().Single(c => c.Id() == direct);
        Assert.Equal(bob.Id, conversation.Id("withUserId"));
        Assert.Equal("so far", Assert.Single(Join(gathered, "drafts.json").Items()).Text("body"));
        Assert.Equal("later", Assert.Single(Join(gathered, "scheduled.json").Items()).Text("body"));

        bool IsOurs(PersonalDataGathered piece) => piece.ExportId == request.ExportId && piece.Service == "chat";
    }

    private static JsonElement Join(IEnumerable<PersonalDataGathered> pieces, string file)
    {
        var text = string.Concat(pieces.Where(piece => piece.File == file).Select(piece => piece.Content));
        return JsonSerializer.Deserialize<JsonElement>($$"""{"items":{{text}}}""");
    }
}
