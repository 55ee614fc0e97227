using System.Net.Http.Json;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Conversations;

/// <summary>What the other services ask, for the audience "friends of friends".</summary>
public sealed class TellingWhoSharesAConversation(TwoReplicas replicas)
{
    private readonly ChatApp app = replicas.App;

    [Fact]
    public async Task Those_who_have_a_direct_conversation_share_one_whichever_is_named_first()
    {
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        var cy = app.NewPerson("cy");
        // Everyone is in the public room.
        await ann.SendAsync(ChatPerson.Lobby, "hello");
        await cy.SendAsync(ChatPerson.Lobby, "hello");
        await ann.SendAsync(direct, "hello");
        Assert.Equal(
            [(ann.Id, bob.Id), (bob.Id, ann.Id)],
            await AskAsync((ann.Id, bob.Id), (ann.Id, cy.Id), (bob.Id, ann.Id), (cy.Id, bob.Id), (ann.Id, ann.Id)));
        Assert.Empty(await AskAsync());
    }

    [Fact]
    public async Task An_open_room_and_a_request_that_waits_make_nobody_acquainted()
    {
        var (ann, bob, request) = await app.RequestAsync();
        var room = (await ann.CreateRoomAsync()).Id();
        await bob.Join(room).ShouldBeAsync(200);
        Assert.Empty(await AskAsync((ann.Id, bob.Id)));
        await bob.Answer(request, "accept").ShouldBeAsync(200);
        Assert.Single(await AskAsync((ann.Id, bob.Id)));
    }

    [Fact]
    public async Task Only_services_may_ask()
    {
        using var response = await app.NewPerson().Http().PostAsync("/internal/shared-conversations", new { pairs = Array.Empty<object>() });
        await response.ShouldBeProblemAsync(401, "service.key_invalid");
    }

    [Theory]
    [InlineData("{}", "request.malformed")]
    [InlineData("""{"pairs":null}""", "request.malformed")]
    [InlineData("""{"pairs":[{"one":"ann"}]}""", "request.malformed")]
    public async Task What_is_no_list_of_pairs_is_refused(string body, string code) =>
        await PostAsync(new StringContent(body, System.Text.Encoding.UTF8, "application/json")).ShouldBeProblemAsync(400, code);

    [Fact]
    public async Task More_than_a_thousand_at_once_are_refused()
    {
        var pairs = Enumerable.Range(0, 1001).Select(_ => new { one = Guid.NewGuid(), other = Guid.NewGuid() }).ToArray();
        await PostAsync(JsonContent.Create(new { pairs })).ShouldBeProblemAsync(400, "request.invalid");
        await PostAsync(JsonContent.Create(new { pairs = pairs[1..] })).ShouldBeAsync(200);
    }

    private async Task<List<(Guid, Guid)>> AskAsync(params (Guid One, Guid Other)[] pairs)
    {
        var answer = await PostAsync(JsonContent.Create(new { pairs = pairs.Select(pair => new { one = pair.One, other = pair.Other }) }))
            .ShouldBeAsync(200);
        return [.. answer.GetProperty("pairs").EnumerateArray()
            .Select(pair => (pair.GetProperty("one").GetGuid(), pair.GetProperty("other").GetGuid()))];
    }

    private async Task<HttpResponseMessage> PostAsync(HttpContent body)
    {
        using var http = app.Replicas[1].Http();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/internal/shared-conversations") { Content = body };
        request.Headers.Add("X-Service-Key", ServiceSettings.ServiceKey);
        return await http.SendAsync(request);
    }
}
