using System.Xml.Linq;

namespace OneVOne.Architecture.Tests;

/// <summary>A service references the contracts and ServiceDefaults, never another service.</summary>
public sealed class ReferencingProjects
{
    [Fact]
    public void A_service_references_no_other_service() =>
        Assert.Empty(Repository.Projects().SelectMany(project => ForbiddenReferences(project.Path, project.Text)));

    [Fact]
    public void All_five_services_and_what_they_share_are_looked_at() => Assert.Superset(
        new HashSet<string>
        {
            "contracts/Contracts.csproj", "ServiceDefaults/ServiceDefaults.csproj", "gateway/Gateway.csproj",
            "services/Identity/Identity.csproj", "services/Friends/Friends.csproj", "services/Chat/Chat.csproj",
            "services/Presence/Presence.csproj", "services/Notifications/Notifications.csproj",
        },
        Repository.Projects().Select(project => project.Path).ToHashSet());

    [Theory]
    [InlineData("services/Chat/Chat.csproj", "../Friends/Friends.csproj")]
    [InlineData("services/Chat/Chat.csproj", "..\\Friends\\Friends.csproj")]
    [InlineData("services/Chat/Chat.csproj", "../../gateway/Gateway.csproj")]
    [InlineData("gateway/Gateway.csproj", "../services/Chat/Chat.csproj")]
    [InlineData("ServiceDefaults/ServiceDefaults.csproj", "../services/Chat/Chat.csproj")]
    [InlineData("contracts/Contracts.csproj", "../ServiceDefaults/ServiceDefaults.csproj")]
    public void The_rule_can_fail(string project, string reference) => Assert.Single(ForbiddenReferences(
        project, $"""<Project><ItemGroup><ProjectReference Include="{reference}" /></ItemGroup></Project>"""));

    private static IEnumerable<string> ForbiddenReferences(string project, string text)
    {
        string[]? allowed = project.Split('/')[0] switch
        {
            "services" => ["contracts/Contracts.csproj", "ServiceDefaults/ServiceDefaults.csproj"],
            "gateway" => ["ServiceDefaults/ServiceDefaults.csproj"],
            "ServiceDefaults" => ["contracts/Contracts.csproj"],
            "contracts" => [],
            // The AppHost starts everything; tests and the load generator look at everything.
            _ => null,
        };
        if (allowed is null)
        {
            return [];
        }

        var folder = Path.GetDirectoryName(Path.Combine("/", project))!;
        return XDocument.Parse(text).Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(include => Path.GetFullPath(include, folder)[1..])
            .Where(target => !allowed.Contains(target))
            .Select(target => $"{project} references {target}");
    }
}
