using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using OneVOne.ServiceDefaults.Authentication;

namespace OneVOne.Chat.CustomEmoji;

internal static class EmojiEndpoints
{
    private static readonly string ForEver = string.Create(
        CultureInfo.InvariantCulture, $"private, max-age={(long)ChatLimits.EmojiMaxAge.TotalSeconds}, immutable");

    public static IHostApplicationBuilder AddCustomEmoji(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChangeEmoji>();
        builder.Services.AddSingleton<ReadEmoji>();
        return builder;
    }

    public static IEndpointRouteBuilder MapCustomEmoji(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/conversations/{id:guid}/emoji").WithTags("Emoji")
            .ProducesProblem(401).ProducesProblem(404).ProducesProblem(503);
        group.MapGet("", ListAsync)
            .WithSummary("The conversation's own emoji")
            .WithDescription("All of them, by name. 404 conversation.not_found.");
        group.MapGet("/{name}", ServeAsync)
            .WithSummary("The picture of an emoji")
            .WithDescription("For members; what an address with v names never changes. 404 conversation.not_found or emoji.not_found.")
            .Produces(200, contentType: "image/png", additionalContentTypes: ["image/gif", "image/webp"]);
        group.MapPut("/{name}", PutAsync)
            .Accepts<byte[]>("image/png", "image/gif", "image/webp")
            .WithMetadata(new RequestSizeLimitAttribute(ChatLimits.MaxEmojiBytes))
            .WithSummary("Add an emoji, or give it another picture: the file itself is the body.")
            .WithDescription(
                "PNG, GIF or WebP by its content, at most 64 KiB and 512 pixels a side; only a GIF may move. Either of two in their "
                + $"conversation, else who keeps order; at most {ChatLimits.EmojiPerConversation}. "
                + "400 request.invalid, emoji.broken, emoji.animated, emoji.too_many_pixels; 403 emoji.not_allowed or "
                + "direct.not_allowed; 404 conversation.not_found; 409 emoji.too_many; 413 request.too_large; 415 emoji.type_unknown.")
            .ProducesProblem(400).ProducesProblem(403).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415);
        group.MapDelete("/{name}", RemoveAsync)
            .WithSummary("Remove an emoji")
            .WithDescription(
                "204, also when there was none; reactions with it stay. 403 emoji.not_allowed or direct.not_allowed, "
                + "404 conversation.not_found.")
            .ProducesProblem(400).ProducesProblem(403);
        return routes;
    }

    private static async Task<Results<Ok<EmojiList>, ProblemHttpResult>> ListAsync(
        Guid id, CurrentUser me, ReadEmoji emoji, CancellationToken cancellationToken) =>
        (await emoji.ListAsync(me.Id, id, cancellationToken)).ToOk();

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ServeAsync(
        Guid id,
        string name,
        string? v,
        CurrentUser me,
        ReadEmoji emoji,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var found = await emoji.FileAsync(me.Id, id, name, cancellationToken);
        if (found.Problem is { } problem)
        {
            return problem.ToResult();
        }

        // Whatever a file may still be to a browser, it is shown as a picture or not at all (ASVS 3.2.1, 5.4.2).
        var file = found.Value;
        var version = file.Id.ToString("N");
        var headers = response.Headers;
        headers.CacheControl = v == version ? ForEver : "private, no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.ContentDisposition = $"inline; filename=emoji.{file.ContentType["image/".Length..]}";
        return TypedResults.Bytes(file.Bytes, file.ContentType, entityTag: new EntityTagHeaderValue($"\"{version}\""));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        Guid id, string name, CurrentUser me, ChangeEmoji change, HttpRequest request, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, cancellationToken);
        var outcome = await change.PutAsync(
            me, id, name, file.GetBuffer().AsMemory(0, (int)file.Length), cancellationToken);
        return outcome.Problem is { } problem ? problem.ToResult() : TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        Guid id, string name, CurrentUser me, ChangeEmoji change, CancellationToken cancellationToken)
    {
        var outcome = await change.RemoveAsync(me, id, name, cancellationToken);
        return outcome.Problem is { } problem ? problem.ToResult() : TypedResults.NoContent();
    }
}
