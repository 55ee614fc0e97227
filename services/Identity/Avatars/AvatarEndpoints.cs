using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using OneVOne.Identity.Data;
using OneVOne.Identity.Profile;
using OneVOne.ServiceDefaults.Authentication;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Pictures;
using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Identity.Avatars;

/// <param name="AvatarUrl">Where the picture is from now on.</param>
public sealed record UploadedAvatar(string AvatarUrl);

internal static class AvatarEndpoints
{
    private static readonly PictureRules Rules = new(
        "avatar", PictureKinds.Png | PictureKinds.Jpeg | PictureKinds.Webp, "PNG, JPEG or WebP", IdentityLimits.MaxAvatarSide);

    private static readonly Problem NotFound = Problem.NotFound("avatar.not_found", "There is no such picture, or not any more.");

    public static void MapAvatars(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/me/avatar").WithTags("Avatars").ProducesProblem(401);
        own.MapPut("", UploadAsync)
            .Accepts<byte[]>("image/png", "image/jpeg", "image/webp")
            .WithMetadata(new RequestSizeLimitAttribute(IdentityLimits.MaxAvatarBytes))
            .WithSummary("Upload a picture: the file itself is the body.")
            .WithDescription(
                "PNG, JPEG or WebP by its content, at most 2 MiB and 4096 pixels a side, not animated. Kept without metadata. "
                + "400 avatar.broken, avatar.animated, avatar.too_many_pixels; 413 request.too_large; 415 avatar.type_unknown.")
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415);
        own.MapDelete("", RemoveAsync)
            .WithSummary("Go back to the generated picture.")
            .WithDescription("204, also when there was no other.");

        var all = routes.MapGroup("/avatars").WithTags("Avatars").AllowAnonymous();
        all.MapGet("/{id:guid}", ServeAsync)
            .WithSummary("An uploaded picture; what an id names never changes.")
            .Produces(200, contentType: "image/png", additionalContentTypes: ["image/jpeg", "image/webp"])
            .ProducesProblem(404);
        all.MapGet("/default/{userId:guid}", DrawAsync)
            .WithSummary("The generated picture of a person; without a letter for nobody.")
            .Produces(200, contentType: "image/svg+xml");
    }

    private static async Task<Results<Ok<UploadedAvatar>, ProblemHttpResult>> UploadAsync(
        CurrentUser me, ProfileChanging changing, IdentityDbContext db, HttpRequest request, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, cancellationToken);
        var picture = Picture.Of(file.GetBuffer().AsSpan(0, (int)file.Length), Rules);
        if (picture.Problem is { } refused)
        {
            return refused.ToResult();
        }

        var (type, bytes) = picture.Value;
        var id = Guid.CreateVersion7();
        var outcome = await changing.ChangeAsync(me.Id, [], async user =>
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO avatars (id, user_id, content_type, bytes) VALUES ({id}, {me.Id}, {type}, {bytes})
                ON CONFLICT (user_id) DO UPDATE
                SET id = excluded.id, content_type = excluded.content_type, bytes = excluded.bytes, created_at = excluded.created_at
                """,
                cancellationToken);
            return user.ShowPicture(id);
        }, cancellationToken);
        return outcome.Problem is { } problem ? problem.ToResult() : TypedResults.Ok(new UploadedAvatar(AvatarUrls.Of(me.Id, id)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        CurrentUser me, ProfileChanging changing, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var outcome = await changing.ChangeAsync(me.Id, [], async user =>
        {
            await db.Database.ExecuteSqlAsync($"DELETE FROM avatars WHERE user_id = {me.Id}", cancellationToken);
            return user.ShowPicture(null);
        }, cancellationToken);
        return outcome.Problem is { } problem ? problem.ToResult() : TypedResults.NoContent();
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ServeAsync(
        Guid id, IdentityDbContext db, HttpResponse response, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<StoredPicture>(
            $"""SELECT content_type AS "ContentType", bytes AS "Bytes" FROM avatars WHERE id = {id}""").ToListAsync(cancellationToken);
        if (found is not [var picture])
        {
            return NotFound.ToResult();
        }

        Protect(response, $"avatar.{picture.ContentType["image/".Length..]}", "public, max-age=31536000, immutable");
        return TypedResults.Bytes(picture.Bytes, picture.ContentType, entityTag: new EntityTagHeaderValue($"\"{id:N}\""));
    }

    private static async Task<FileContentHttpResult> DrawAsync(
        Guid userId, IdentityDbContext db, HttpResponse response, CancellationToken cancellationToken)
    {
        var name = await db.Users.Where(user => user.Id == userId)
            .Select(user => user.DisplayName).SingleOrDefaultAsync(cancellationToken);
        var (hue, initial) = (DefaultAvatar.HueOf(userId), DefaultAvatar.InitialOf(name ?? ""));
        var maxAge = IdentityLimits.DefaultAvatarMaxAge.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        Protect(response, "avatar.svg", $"public, max-age={maxAge}");
        var tag = new EntityTagHeaderValue($"\"{hue}-{string.Concat(initial.EnumerateRunes().Select(rune => $"{rune.Value:x}"))}\"");
        return TypedResults.Bytes(DefaultAvatar.Draw(hue, initial), "image/svg+xml", entityTag: tag);
    }

    /// <summary>Whatever a file may still be to a browser, it is shown as a picture or not at all (ASVS 3.2.1, 5.4.2).</summary>
    private static void Protect(HttpResponse response, string fileName, string caching)
    {
        var headers = response.Headers;
        headers.CacheControl = caching;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.ContentDisposition = $"inline; filename={fileName}";
    }

    private sealed record StoredPicture(string ContentType, byte[] Bytes);
}
