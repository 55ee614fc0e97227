using OneVOne.Bench.Reporting;

namespace OneVOne.Bench;

/// <summary>Something worth measuring. It starts what it needs, on data of its own, and leaves nothing behind.</summary>
internal interface IScenario
{
    string Name { get; }

    string Summary { get; }

    Task RunAsync(BenchRun run);
}

/// <summary>One run of a scenario.</summary>
/// <param name="Say">What is being done, for who waits.</param>
internal sealed record BenchRun(BenchOptions Options, Report Report, Action<string> Say);
