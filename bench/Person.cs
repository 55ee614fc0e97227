using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace OneVOne.Bench;

/// <summary>An account and its session.</summary>
internal sealed class Person(string username, string accessToken, string refreshToken)
{
    public const string Password = "a long enough password";

    public string Username { get; } = username;

    public string AccessToken { get; } = accessToken;

    public string RefreshToken { get; private set; } = refreshToken;

    public static async Task<Person> RegisterAsync(HttpClient identity)
    {
        var username = $"b{Guid.NewGuid():N}"[..16];
        using var response = await identity.PostAsJsonAsync(
            "api/identity/register", new { username, email = $"{username}@example.org", password = Password });
        response.EnsureSuccessStatusCode();
        var session = await response.Content.ReadFromJsonAsync<JsonElement>();
        return new Person(username, session.GetProperty("accessToken").GetString()!, session.GetProperty("refreshToken").GetString()!);
    }

    public async Task<bool> RefreshAsync(HttpClient identity)
    {
        using var response = await identity.PostAsJsonAsync("api/identity/refresh", new { refreshToken = RefreshToken });
        if (!response.IsSuccessStatusCode)
        {
            return false;
        }

        RefreshToken = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refreshToken").GetString()!;
        return true;
    }

    public async Task<bool> LogInAsync(HttpClient identity)
    {
        using var response = await identity.PostAsJsonAsync("api/identity/login", new { login = Username, password = Password });
        if (response.Headers.RetryAfter?.Delta is { } wait)
        {
            // As an honest client does.
            await Task.Delay(wait);
        }

        return response.IsSuccessStatusCode;
    }

    public async Task<bool> GetMeAsync(HttpClient identity)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/identity/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        using var response = await identity.SendAsync(request);
        return response.IsSuccessStatusCode;
    }
}
