using OneVOne.Bench.Driving;

namespace OneVOne.Bench.Reporting;

/// <summary>What a target did at one or more rates.</summary>
/// <param name="Group">What was asked of it; the targets of one group are drawn together.</param>
/// <param name="Best">The highest rate that was held or, when none was, the lowest that was tried.</param>
internal sealed record Measurement(string Group, string Target, IReadOnlyList<Step> Steps, Step Best);
