namespace OneVOne.Friends.Blocks;

internal static class BlockEndpoints
{
    public static IHostApplicationBuilder AddBlocks(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<BlockOptions>()
            .BindConfiguration("Friends:Blocks").ValidateDataAnnotations().ValidateOnStart();
        return builder;
    }

    public static IEndpointRouteBuilder MapBlocks(this IEndpointRouteBuilder routes)
    {
        var blocks = routes.MapGroup("/blocks")
            .WithTags("Blocks")
            .ProducesProblem(StatusCodes.Status401Unauthorized);

        blocks.MapGet("/", ListBlocks.HandleAsync)
            .WithSummary("List the people whom the caller blocks")
            .WithDescription("Last blocked first. Nobody can ask by whom they are blocked.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        blocks.MapPut("/{userId:guid}", BlockPerson.BlockAsync)
            .WithSummary("Block a person")
            .WithDescription("Ends a friendship and a waiting request of either, and nothing begins between the two while it "
                + "stands. The other is not told. Blocking again changes nothing. Refused with `user.not_found`, "
                + "`block.of_self`, `block.limit_reached`.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        blocks.MapDelete("/{userId:guid}", BlockPerson.UnblockAsync)
            .WithSummary("Block a person no longer")
            .WithDescription("Brings nothing back that the block ended. Also 204 when the person was not blocked.");

        return routes;
    }
}
