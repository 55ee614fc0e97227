using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Chat.People;

/// <summary>
/// Who calls, with the token that they called with: where a projection may lag, Chat asks the owner of the fact in the
/// caller's own name.
/// </summary>
public sealed record Caller(CurrentUser User, string AccessToken)
{
    private const string Bearer = "Bearer ";

    public Guid Id => User.Id;

    public string Authorization => Bearer + AccessToken;

    public static Caller From(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return new(
            CurrentUser.From(context.User),
            header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? header[Bearer.Length..].Trim()
                : context.Request.Query["access_token"].ToString());
    }

    public static ValueTask<Caller> BindAsync(HttpContext context) => new(From(context));
}
