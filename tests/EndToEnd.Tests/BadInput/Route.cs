using System.Text.Json;
using OneVOne.Testing;

namespace OneVOne.EndToEnd.Tests.BadInput;

/// <summary>One operation of a service's OpenAPI document: a new route is tested by being described.</summary>
public sealed record Route(string Service, string Method, string Path, IReadOnlyList<string> Queries, JsonElement? Body)
{
    private static readonly string[] Services = ["identity", "friends", "chat", "presence", "notifications"];

    /// <summary>Routes that must answer without a token.</summary>
    public bool IsOpen => Path.StartsWith("/.well-known/", StringComparison.Ordinal)
        || Path.StartsWith("/api/identity/avatars/", StringComparison.Ordinal)
        || Path is "/api/identity/register" or "/api/identity/guests" or "/api/identity/login" or "/api/identity/refresh"
            or "/api/identity/passkeys/login/options" or "/api/identity/passkeys/login"
            or "/api/identity/email/verify" or "/api/identity/email/undo"
            or "/api/identity/password/forgot" or "/api/identity/password/reset";

    /// <summary>An object without any of the members that the route knows is not refused, as unknown ones are ignored.</summary>
    public bool TakesAnyObject => Body is { } schema
        && !(schema.TryGetProperty("required", out var required) && required.GetArrayLength() > 0);

    public static async Task<IReadOnlyList<Route>> ReadAllAsync(HttpClient http)
    {
        var routes = new List<Route>();
        foreach (var service in Services)
        {
            var document = await http.GetAsync($"/openapi/{service}.json").ShouldBeAsync(200);
            foreach (var path in document.GetProperty("paths").EnumerateObject())
            {
                routes.AddRange(path.Value.EnumerateObject()
                    .Where(operation => operation.Name is "get" or "post" or "put" or "patch" or "delete")
                    .Select(operation => Of(service, path.Name, operation, document)));
            }
        }

        return routes;
    }

    /// <summary>The path with a value for each of its parameters.</summary>
    public string With(string value) => string.Join('/', Path.Split('/').Select(part => part.StartsWith('{') ? value : part));

    public HttpRequestMessage Request(string path, HttpContent? content = null) => new(new HttpMethod(Method.ToUpperInvariant()), path)
    {
        Content = content,
    };

    /// <summary>A body whose every member is made by <paramref name="make"/> of the member's type.</summary>
    public string BodyOf(Func<string, object?> make) => Body is { } schema && schema.TryGetProperty("properties", out var members)
        ? JsonSerializer.Serialize(members.EnumerateObject().ToDictionary(member => member.Name, member => make(TypeOf(member.Value))))
        : "{}";

    public override string ToString() => $"{Method.ToUpperInvariant()} {Path}";

    private static Route Of(string service, string path, JsonProperty operation, JsonElement document)
    {
        var queries = operation.Value.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray()
                .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                .Select(parameter => parameter.GetProperty("name").GetString()!)
            : [];
        JsonElement? body = null;
        if (operation.Value.TryGetProperty("requestBody", out var request)
            && request.GetProperty("content").TryGetProperty("application/json", out var json))
        {
            body = Resolve(json.GetProperty("schema"), document);
        }

        return new Route(service, operation.Name, path, [.. queries.Union(["limit", "cursor", "before", "after", "ids", "query"])], body);
    }

    private static JsonElement Resolve(JsonElement schema, JsonElement document)
    {
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            schema = choices.EnumerateArray().First(choice => choice.TryGetProperty("$ref", out _));
        }

        return schema.TryGetProperty("$ref", out var reference)
            ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;
    }

    private static string TypeOf(JsonElement member) => member.TryGetProperty("type", out var type)
        ? type.ValueKind == JsonValueKind.Array ? type[type.GetArrayLength() - 1].GetString()! : type.GetString()!
        : "object";
}
