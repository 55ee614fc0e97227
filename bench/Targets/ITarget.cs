using OneVOne.Bench.Driving;
using OneVOne.Bench.Sampling;

namespace OneVOne.Bench.Targets;

/// <summary>Something that takes messages of people who are connected and tells them to the others: ours, its limits, its peers.</summary>
internal interface ITarget : IAsyncDisposable
{
    string Name { get; }

    Sampler Sampler { get; }

    /// <summary>Makes people and conversations of that shape, and connects everyone.</summary>
    Task<Audience> GatherAsync(Shape shape);
}
