namespace Aspire.Hosting;

/// <summary>Implemented by the generated <c>Projects.*</c> classes.</summary>
public interface IProjectMetadata
{
    string ProjectPath { get; }

    string AssemblyPath { get; }
}
