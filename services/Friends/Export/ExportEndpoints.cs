namespace OneVOne.Friends.Export;

/// <summary>
/// All that others keep a projection of, for who must build one anew: page by page in the order of the key, each item the
/// body of the event that told of it last; and a checksum to compare by. docs/events.md has the rules for both sides.
/// </summary>
internal static class ExportEndpoints
{
    public static IEndpointRouteBuilder MapExport(this IEndpointRouteBuilder routes)
    {
        // Not for clients, so not in their document.
        var export = routes.MapGroup("").ExcludeFromDescription();
        export.MapGet("/relationships", ExportPages.RelationshipsAsync);
        export.MapGet("/relationships/checksum", ExportChecksum.OfRelationshipsAsync);
        export.MapGet("/privacy", ExportPages.PrivacyAsync);
        export.MapGet("/privacy/checksum", ExportChecksum.OfPrivacyAsync);
        return routes;
    }
}
