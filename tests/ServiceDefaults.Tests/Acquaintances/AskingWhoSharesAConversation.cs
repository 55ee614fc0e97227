using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OneVOne.ServiceDefaults.Acquaintances;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Acquaintances;

public sealed class AskingWhoSharesAConversation : IAsyncLifetime
{
    private readonly TwoPeople friendly = new(Guid.CreateVersion7(), Guid.CreateVersion7());
    private readonly TwoPeople strange = new(Guid.CreateVersion7(), Guid.CreateVersion7());
    private readonly MovingTime time = new();
    private readonly ServiceProvider services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
    private TestChat chat = null!;
    private SharedConversations conversations = null!;

    public async ValueTask InitializeAsync()
    {
        chat = await TestChat.StartAsync();
        chat.Share(friendly.Other, friendly.One);
        conversations = Client(
            ("services:chat:http:0", chat.Address.ToString()), ("Services:Key", ServiceSettings.ServiceKey));
    }

    public async ValueTask DisposeAsync()
    {
        conversations.Dispose();
        await services.DisposeAsync();
        await chat.DisposeAsync();
    }

    [Fact]
    public async Task A_list_is_asked_at_once_and_both_answers_hold_for_a_minute()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal([friendly], await AmongAsync(friendly, strange));
        }

        chat.Share(strange.One, strange.Other);
        Assert.Equal((1, 1, 1), (chat.Calls, Asked(friendly), Asked(strange)));
        time.Advance(SharedConversations.Lifetime);
        Assert.Equal(2, (await AmongAsync(friendly, strange)).Count);
        Assert.Equal(2, chat.Calls);
    }

    [Fact]
    public async Task More_than_Chat_tells_at_once_are_asked_in_parts()
    {
        var many = Enumerable.Range(0, 2 * PairsOfPeople.MaxAtOnce)
            .Select(_ => new TwoPeople(Guid.CreateVersion7(), Guid.CreateVersion7())).Append(friendly).ToArray();
        Assert.Equal([friendly], await AmongAsync(many));
        Assert.Equal(3, chat.Calls);
    }

    [Fact]
    public async Task What_would_be_a_refusal_is_asked_anew()
    {
        Assert.Empty(await AmongAsync(strange));
        chat.Share(strange.One, strange.Other);
        Assert.True(await conversations.AreAcquaintedAsync(strange, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task While_Chat_is_away_nobody_shares_anything_nobody_waits_and_nothing_of_it_is_kept()
    {
        chat.Away = true;
        Assert.Empty(await AmongAsync(friendly));
        Assert.Empty(await AmongAsync(friendly));
        Assert.Equal(1, chat.Calls);
        Assert.False(await conversations.AreAcquaintedAsync(friendly, TestContext.Current.CancellationToken));
        chat.Away = false;
        time.Advance(SharedConversations.Pause);
        Assert.Equal([friendly], await AmongAsync(friendly));
    }

    [Fact]
    public async Task What_is_known_is_told_also_while_Chat_is_away()
    {
        Assert.Equal([friendly], await AmongAsync(friendly));
        chat.Away = true;
        Assert.Equal([friendly], await AmongAsync(friendly, strange));
    }

    [Fact]
    public async Task Without_a_Chat_or_a_key_to_ask_it_by_nobody_shares_anything()
    {
        using var alone = Client(("Services:Key", ServiceSettings.ServiceKey));
        using var keyless = Client(("services:chat:http:0", chat.Address.ToString()));
        foreach (var client in new[] { alone, keyless })
        {
            Assert.Empty(await client.AmongAsync([friendly], TestContext.Current.CancellationToken));
            Assert.False(await client.AreAcquaintedAsync(friendly, TestContext.Current.CancellationToken));
        }
    }

    private int Asked(TwoPeople pair) => chat.AskedAbout(pair.One, pair.Other);

    private Task<IReadOnlySet<TwoPeople>> AmongAsync(params TwoPeople[] pairs) =>
        conversations.AmongAsync(pairs, TestContext.Current.CancellationToken);

    private SharedConversations Client(params (string Name, string Value)[] settings) => new(
        services.GetRequiredService<IHttpClientFactory>(),
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build(),
        time,
        NullLogger<SharedConversations>.Instance);
}
