using System.Text.Json;

namespace OneVOne.Testing;

/// <summary>A hub method's refusal.</summary>
public sealed class HubProblemException(JsonElement problem) : Exception(problem.ToString())
{
    public JsonElement Problem { get; } = problem;

    public int Status => Problem.GetProperty("status").GetInt32();

    public string Code => Problem.GetProperty("code").GetString()!;
}
