using Microsoft.AspNetCore.SignalR;
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

    /// <summary>There is no token: nobody can be asked in their name.</summary>
    public bool IsAway => AccessToken.Length == 0;

    public string Authorization => Bearer + AccessToken;

    /// <summary>Who asked for it earlier; they moderate nothing then, as nobody vouches for it any more.</summary>
    public static Caller WhoIsAway(Guid userId, string username) => new(new CurrentUser(userId, Guid.Empty, username), "");

    /// <summary>Of a connection of a hub: read once from its token, which is the same for all its calls.</summary>
    public static Caller Of(HubCallerContext connection)
    {
        if (connection.Items.TryGetValue(typeof(Caller), out var item) && item is Caller known)
        {
            return known;
        }

        var caller = From(connection.GetHttpContext()!);
        connection.Items[typeof(Caller)] = caller;
        return caller;
    }

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
