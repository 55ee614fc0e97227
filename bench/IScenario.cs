namespace OneVOne.Bench;

/// <summary>Something worth measuring. It starts what it needs, on data of its own, and leaves nothing behind.</summary>
internal interface IScenario
{
    string Name { get; }

    string Summary { get; }

    Task RunAsync(Report report);
}
