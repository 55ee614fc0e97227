using System.ComponentModel.DataAnnotations;

namespace OneVOne.Friends.Blocks;

/// <summary>Section <c>Friends:Blocks</c>.</summary>
public sealed class BlockOptions
{
    /// <summary>How many people a person may block: far more than anybody meets, and yet bounded.</summary>
    [Range(1, 1_000_000)]
    public int Max { get; set; } = 10_000;
}
