using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OneVOne.Identity.Accounts;
using OneVOne.Identity.Data;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Users;

internal static class UserEndpoints
{
    private static readonly Problem NotFound = Problem.NotFound("user.not_found", "Nobody here has this name or id.");

    private static readonly Expression<Func<User, Person>> AsPerson =
        user => Person.Of(user.Id, user.UserName!, user.DisplayName, user.Bio, user.AvatarId);

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/users").WithTags("Users").ProducesProblem(401);

        users.MapGet("", ListAsync)
            .WithSummary("People by the beginning of a name, or by their ids.")
            .WithDescription(
                "query: a prefix without regard to case; first those whose user name begins so, then those whose display name "
                + "does, each in the order of names, without those whom the caller blocks or who block them. ids: up to 100, "
                + "comma-separated; those that are not known are left out, and who has deleted their account is told as deleted. "
                + "One of the two; 400 request.invalid otherwise.")
            .ProducesProblem(400);

        users.MapGet("/{id:guid}", (Guid id, IdentityDbContext db, CancellationToken cancellationToken) =>
                FindAsync(id, db, cancellationToken))
            .WithSummary("A person by id; who has deleted their account is told as deleted.")
            .ProducesProblem(404);

        users.MapGet("/{id}", () => NotFound.ToResult()).ExcludeFromDescription();

        users.MapGet("/by-name/{username}", (
                string username, CurrentUser me, IdentityDbContext db, CancellationToken cancellationToken) =>
            {
                var name = User.Normalize(username);
                var blockers = db.Database.SqlQuery<Guid>($"""SELECT user_id AS "Value" FROM blockers_of({me.Id})""");
                return FindAsync(
                    db.Users.Where(user => user.NormalizedUserName == name && !blockers.Contains(user.Id)), cancellationToken);
            })
            .WithSummary("A person by user name, without regard to case.")
            .WithDescription("Who blocks the caller is not found by name; by id they are, as their messages in shared rooms show it.")
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<Person>, ProblemHttpResult>> FindAsync(
        Guid id, IdentityDbContext db, CancellationToken cancellationToken) =>
        await FindManyAsync([id], db, cancellationToken) is [var person] ? TypedResults.Ok(person) : NotFound.ToResult();

    private static async Task<Results<Ok<Person>, ProblemHttpResult>> FindAsync(
        IQueryable<User> users, CancellationToken cancellationToken) =>
        await users.Select(AsPerson).SingleOrDefaultAsync(cancellationToken) is { } person
            ? TypedResults.Ok(person)
            : NotFound.ToResult();

    private static async Task<Results<Ok<Page<Person>>, ProblemHttpResult>> ListAsync(
        string? query,
        string? ids,
        PageRequest page,
        CurrentUser me,
        IdentityDbContext db,
        CancellationToken cancellationToken) =>
        (string.IsNullOrEmpty(query), string.IsNullOrEmpty(ids)) switch
        {
            (false, true) => (await SearchUsers.FindAsync(query!, page, me.Id, db, cancellationToken)).ToOk(),
            (true, false) => (await FindManyAsync(ids!, db, cancellationToken)).ToOk(),
            _ => Problem.Invalid("query", "Give either query, the beginning of a user name, or ids.").ToResult(),
        };

    private static async Task<Outcome<Page<Person>>> FindManyAsync(
        string ids, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var wanted = new List<Guid>();
        foreach (var part in ids.Split(','))
        {
            if (!Guid.TryParse(part, out var id) || wanted.Count == IdentityLimits.MaxUserIds)
            {
                return Problem.Invalid("ids", $"Up to {IdentityLimits.MaxUserIds} ids, separated by commas.");
            }

            wanted.Add(id);
        }

        return new Page<Person>(await FindManyAsync(wanted, db, cancellationToken), null);
    }

    /// <summary>Looks for the deleted only after the others: somebody who goes in between is then found in one of the two.</summary>
    private static async Task<List<Person>> FindManyAsync(
        IReadOnlyCollection<Guid> ids, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var people = await db.Users.Where(user => ids.Contains(user.Id))
            .OrderBy(user => user.Id).Select(AsPerson).ToListAsync(cancellationToken);
        var missing = ids.Except(people.Select(person => person.Id)).ToArray();
        if (missing.Length > 0)
        {
            var gone = await db.Database.SqlQuery<Guid>(
                $"""SELECT user_id AS "Value" FROM deletions WHERE user_id = ANY ({missing})""").ToListAsync(cancellationToken);
            people.AddRange(gone.Select(Person.Gone));
        }

        return people;
    }
}
