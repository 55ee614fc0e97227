using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OneVOne.Notifications.Data;
using OneVOne.Notifications.Delivery;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.Paging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Notifications.Inbox;

internal static class InboxEndpoints
{
    public static void MapInbox(this RouteGroupBuilder api)
    {
        api.WithTags("Notifications").ProducesProblem(StatusCodes.Status401Unauthorized);

        api.MapGet("/", ListAsync)
            .WithSummary("Lists the caller's notifications, newest first")
            .WithDescription(
                "With `unread=true` only those not read yet. Messages of one conversation are one notification until it is "
                + "read; it moves to the front with each. Problems: `paging.limit_invalid`, `paging.cursor_invalid`.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        api.MapGet("/badge", ReadBadgeAsync)
            .WithSummary("Tells how many notifications are unread");
        api.MapPut("/{id}/read", MarkReadAsync)
            .WithSummary("Marks a notification read")
            .WithDescription(
                "Again is the same. Problems: `request.malformed`, `notification.not_found` (also someone else's).")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapPut("/read-all", MarkAllReadAsync)
            .WithSummary("Marks everything read");
    }

    private static async Task<Results<Ok<Page<NotificationView>>, ProblemHttpResult>> ListAsync(
        CurrentUser me,
        PageRequest page,
        NotificationsDbContext db,
        PeopleDirectory people,
        HttpContext http,
        CancellationToken cancellationToken,
        bool unread = false)
    {
        if (page.Problem is { } problem)
        {
            return problem.ToResult();
        }

        var notifications = db.Notifications.AsNoTracking()
            .Where(notification => notification.UserId == me.Id && notification.RemovedAt == null);
        if (unread)
        {
            notifications = notifications.Where(notification => notification.ReadAt == null);
        }

        if (page.Cursor is { } cursor)
        {
            if (!cursor.TryRead(out var time, out var id))
            {
                return Cursor.Invalid.ToResult();
            }

            notifications = notifications.Where(notification => EF.Functions.LessThan(
                ValueTuple.Create(notification.CreatedAt, notification.Id), ValueTuple.Create(time, id)));
        }

        var rows = await notifications
            .OrderByDescending(notification => notification.CreatedAt)
            .ThenByDescending(notification => notification.Id)
            .Take(page.Fetch)
            .WithNames(db.People)
            .ToListAsync(cancellationToken);
        var others = await people.FindManyAsync(
            [.. rows.Where(row => row.ActorName is null).Select(row => row.Notification.ActorId).Distinct()],
            http.Request.Headers.Authorization.ToString(),
            cancellationToken);
        var views = rows.ConvertAll(row => NotificationView.Of(
            row.Notification, row.ActorName ?? others.GetValueOrDefault(row.Notification.ActorId)?.Username));
        return TypedResults.Ok(Page.Of(views, page, view => Cursor.Write(view.CreatedAt, view.Id)));
    }

    private static async Task<Ok<Badge>> ReadBadgeAsync(
        CurrentUser me, NotificationsDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Badge(await db.Notifications.CountUnreadAsync(me.Id, cancellationToken)));

    private static async Task<Results<NoContent, ProblemHttpResult>> MarkReadAsync(
        Guid id,
        CurrentUser me,
        NotificationsDbContext db,
        InboxBroadcast broadcast,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Null: not the caller's. A second time changes nothing, so that nothing is written and nobody is told.
        var wasUnread = await db.Database.SqlQuery<bool?>($"""
            WITH own AS (
                SELECT id, read_at FROM notifications
                WHERE id = {id} AND user_id = {me.Id} AND removed_at IS NULL
                FOR UPDATE
            ), marked AS (
                UPDATE notifications SET read_at = {now} WHERE id = (SELECT id FROM own WHERE read_at IS NULL)
            )
            SELECT read_at IS NULL AS "Value" FROM own
            """).ToListAsync(cancellationToken);
        if (wasUnread is [])
        {
            return Problem.NotFound("notification.not_found", "You have no such notification.").ToResult();
        }

        if (wasUnread is [true])
        {
            await broadcast.ReadAsync(me.Id, [id], CancellationToken.None);
        }

        return TypedResults.NoContent();
    }

    private static async Task<NoContent> MarkAllReadAsync(
        CurrentUser me,
        NotificationsDbContext db,
        InboxBroadcast broadcast,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Locked in the order in which a batch of messages takes them; in any other the two could block each other.
        var marked = await db.Database.ExecuteSqlAsync($"""
            UPDATE notifications SET read_at = {now}
            WHERE id IN (
                SELECT id FROM notifications
                WHERE user_id = {me.Id} AND read_at IS NULL
                ORDER BY conversation_id, id
                FOR UPDATE)
            """, cancellationToken);
        if (marked > 0)
        {
            await broadcast.ReadAsync(me.Id, ids: null, CancellationToken.None);
        }

        return TypedResults.NoContent();
    }
}
