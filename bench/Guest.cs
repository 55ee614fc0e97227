using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace OneVOne.Bench;

/// <summary>An account without a password, which costs no hash to make, and its session.</summary>
internal sealed record Guest(Guid Id, string AccessToken)
{
    private const int AtOnce = 16;

    public static async Task<IReadOnlyList<Guest>> MakeAsync(HttpClient identity, int count)
    {
        var guests = new Guest[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, cancellationToken) =>
        {
            using var response = await identity.PostAsJsonAsync("api/identity/guests", new { }, cancellationToken);
            response.EnsureSuccessStatusCode();
            var session = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            guests[i] = new Guest(
                session.GetProperty("user").GetProperty("id").GetGuid(), session.GetProperty("accessToken").GetString()!);
        });
        return guests;
    }

    /// <summary>The ids of the items of a list; <paramref name="idOf"/> knows where an item has its.</summary>
    public async Task<IReadOnlyList<string>> ReadIdsAsync(HttpClient client, string path, Func<JsonElement, JsonElement> idOf)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var list = await JsonDocument.ParseAsync(stream);
        return [.. list.RootElement.GetProperty("items").EnumerateArray().Select(item => idOf(item).GetString()!)];
    }
}
