using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OneVOne.ServiceDefaults.Asking;

namespace OneVOne.ServiceDefaults.Acquaintances;

/// <summary>
/// Asks Chat, who owns the fact, which people share a conversation that is not public: for the audience "friends of
/// friends", which they belong to. Whenever Chat cannot tell, they share none: privacy rather hides too much for a while
/// than shows what it must not.
/// </summary>
public sealed partial class SharedConversations(
    IHttpClientFactory clients, IConfiguration configuration, TimeProvider time, ILogger<SharedConversations> logger)
    : IDisposable
{
    /// <summary>How long an answer is good for <see cref="AmongAsync"/>.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>After Chat did not answer, nobody waits for it again so soon in <see cref="AmongAsync"/>.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Answers that are kept at a time: some 10 MB. Beyond, Chat is asked more often.</summary>
    private const int MaxKept = 100_000;

    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = MaxKept });
    private long awayUntil;

    /// <summary>
    /// For a decision that would otherwise be a refusal, and be remembered as one: asked anew each time.
    /// </summary>
    public async Task<bool> AreAcquaintedAsync(TwoPeople pair, CancellationToken cancellationToken) =>
        await AskAsync([pair], cancellationToken) is { Count: > 0 };

    /// <summary>Those of the pairs who share a conversation, as far as is known; up to <see cref="Lifetime"/> behind.</summary>
    public async Task<IReadOnlySet<TwoPeople>> AmongAsync(
        IReadOnlyCollection<TwoPeople> pairs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var acquainted = new HashSet<TwoPeople>();
        var unknown = new List<TwoPeople>();
        foreach (var pair in pairs)
        {
            if (!known.TryGetValue(pair, out Answer? answer) || answer!.Until <= time.GetUtcNow())
            {
                unknown.Add(pair);
            }
            else if (answer.Share)
            {
                acquainted.Add(pair);
            }
        }

        foreach (var asked in unknown.Chunk(PairsOfPeople.MaxAtOnce))
        {
            var now = time.GetUtcNow();
            if (now.UtcTicks < Volatile.Read(ref awayUntil))
            {
                break;
            }

            if (await AskAsync(asked, cancellationToken) is not { } share)
            {
                Volatile.Write(ref awayUntil, (now + Pause).UtcTicks);
                break;
            }

            acquainted.UnionWith(share);
            foreach (var pair in asked)
            {
                known.Set(
                    pair,
                    new Answer(share.Contains(pair), now + Lifetime),
                    new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime });
            }
        }

        return acquainted;
    }

    public void Dispose() => known.Dispose();

    private async Task<HashSet<TwoPeople>?> AskAsync(IReadOnlyList<TwoPeople> pairs, CancellationToken cancellationToken)
    {
        // Without Chat, or without a key to ask it by, nobody is known to share anything.
        if (configuration.GetServiceAddresses("chat") is not [var chat, ..] || configuration.GetServiceKey() is null)
        {
            return null;
        }

        try
        {
            using var client = clients.CreateClient(FactOwners.HttpClientName);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(chat, "internal/shared-conversations"))
            {
                Content = JsonContent.Create(new PairsOfPeople(pairs)),
            };
            request.AddServiceKey(configuration);
            using var response = await client.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<PairsOfPeople>(cancellationToken))?.Pairs.ToHashSet();
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NoAnswer(logger, e.Message);
            return null;
        }
    }

    private sealed record Answer(bool Share, DateTimeOffset Until);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Chat did not tell who shares a conversation, so nobody does: {Reason}")]
        public static partial void NoAnswer(ILogger logger, string reason);
    }
}
