using System.Reflection;

namespace OneVOne.AppHost.Tests;

/// <summary>What the AppHost project has generated for the real services.</summary>
internal sealed class Echo : IProjectMetadata
{
    public string ProjectPath { get; } = typeof(Echo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(each => each.Key == "EchoService").Value!;

    // artifacts/bin/AppHost.Tests/release → artifacts/bin/EchoService/release
    public string AssemblyPath { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "EchoService",
        Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "OneVOne.EchoService.dll"));
}
