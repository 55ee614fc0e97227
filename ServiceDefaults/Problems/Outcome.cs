using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OneVOne.ServiceDefaults.Problems;

/// <summary>
/// What an act came to: its answer or the problem that refused it. One act serves both the HTTP endpoint and the hub
/// method, so it speaks of neither.
/// </summary>
public readonly record struct Outcome<T>
{
    private readonly T? value;

    private Outcome(T? value, Problem? problem)
    {
        this.value = value;
        Problem = problem;
    }

    /// <summary>Why it was refused; null when it was done.</summary>
    public Problem? Problem { get; }

    /// <summary>The answer; only when <see cref="Problem"/> is null.</summary>
    public T Value => Problem is null ? value! : throw new InvalidOperationException($"Refused: {Problem.Code}");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Problem problem) => new(default, problem);

    /// <summary>200 with the answer, or the problem.</summary>
    public Results<Ok<T>, ProblemHttpResult> ToOk() => Problem is null ? TypedResults.Ok(value) : Problem.ToResult();

    /// <summary>The answer of a hub method; throws the problem as a hub error.</summary>
    public T OrHubError() => Problem is null ? value! : throw Problem.ToHubException();
}
