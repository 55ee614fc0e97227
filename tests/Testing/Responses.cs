using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace OneVOne.Testing;

/// <summary>Assertions on HTTP answers; a failure prints the body.</summary>
public static class Responses
{
    /// <summary>Asserts the status and returns the body as JSON (undefined when empty).</summary>
    public static async Task<JsonElement> ShouldBeAsync(this Task<HttpResponseMessage> request, int status)
    {
        using var response = await request;
        return await response.ShouldBeAsync(status);
    }

    /// <inheritdoc cref="ShouldBeAsync(Task{HttpResponseMessage}, int)"/>
    public static async Task<JsonElement> ShouldBeAsync(this HttpResponseMessage response, int status)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{Describe(response)}: expected {status}. {body}");
        return body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>Asserts a problem (RFC 9457) with its status, code and trace id, and returns it.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this Task<HttpResponseMessage> request, int status, string code)
    {
        using var response = await request;
        return await response.ShouldBeProblemAsync(status, code);
    }

    /// <inheritdoc cref="ShouldBeProblemAsync(Task{HttpResponseMessage}, int, string)"/>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage response, int status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(
            status == (int)response.StatusCode && response.Content.Headers.ContentType?.MediaType == "application/problem+json",
            $"{Describe(response)}: expected problem {status} {code}. {body}");
        var problem = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("traceId").GetString()), body);
        return problem;
    }

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object? body = null) =>
        client.PostAsJsonAsync(path, body ?? new { });

    public static Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, object? body = null) =>
        client.PutAsJsonAsync(path, body ?? new { });

    private static string Describe(HttpResponseMessage response) =>
        $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.PathAndQuery} gave {(int)response.StatusCode}";
}
