using OneVOne.ServiceDefaults.Problems;

namespace OneVOne.Friends.People;

internal static class PeopleProblems
{
    public static readonly Problem NotFound = Problem.NotFound("user.not_found", "There is no such person.");
}
