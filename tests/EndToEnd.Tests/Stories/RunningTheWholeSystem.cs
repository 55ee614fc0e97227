using OneVOne.AppHost.Testing;
using OneVOne.EndToEnd.Tests.People;

namespace OneVOne.EndToEnd.Tests.Stories;

public sealed class RunningTheWholeSystem
{
    [Fact]
    public async Task Two_people_meet_talk_and_miss_nothing_even_over_a_restart()
    {
        var data = Directory.CreateTempSubdirectory("onevone-e2e-");
        try
        {
            Person ann;
            Guid conversation;
            IReadOnlyList<Guid> before;
            await using (var system = await OneVOneSystem.StartAsync(data.FullName))
            {
                await using var people = await TwoPeople.RegisterAsync(system.GatewayUrl);
                await people.BecomeFriendsAsync();
                await people.SeeEachOtherOnlineAsync();
                await people.ChatLiveAsync();
                await people.MissMessagesAndFindThemAsync();
                (ann, conversation) = (people.Ann, people.Conversation);
                before = Ids(await ann.HistoryAsync(conversation));
            }

            await using (var again = await OneVOneSystem.StartAsync(data.FullName))
            {
                await using var back = await ann.LogInAsync(again.GatewayUrl);
                Assert.Equal(before, Ids(await back.HistoryAsync(conversation)));
                await using var others = await TwoPeople.RegisterAsync(again.GatewayUrl);
                await others.BecomeFriendsAsync();
                await others.SeeEachOtherOnlineAsync();
                await others.ChatLiveAsync();
            }
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<Guid> Ids(IReadOnlyList<System.Text.Json.JsonElement> history) =>
        [.. history.Select(message => message.GetProperty("id").GetGuid())];
}
