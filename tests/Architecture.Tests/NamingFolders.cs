namespace OneVOne.Architecture.Tests;

/// <summary>
/// A folder says what is in it, not what kind of thing: whatever has no place ends up in a folder of these names.
/// </summary>
public sealed class NamingFolders
{
    private static readonly HashSet<string> Meaningless = new(StringComparer.OrdinalIgnoreCase)
    {
        "Core", "Common", "Shared", "Helpers", "Utils", "Utilities", "Managers", "Models", "Interfaces", "Dtos",
    };

    [Fact]
    public void No_folder_has_a_name_that_fits_everything() =>
        Assert.DoesNotContain(Repository.Folders(), IsMeaningless);

    [Fact]
    public void No_project_has_a_name_that_fits_everything() =>
        Assert.DoesNotContain(Repository.Projects(), project => IsMeaningless(Path.ChangeExtension(project.Path, null)));

    [Fact]
    public void The_folders_of_the_services_and_the_web_client_are_looked_at() =>
        Assert.Superset(
            new HashSet<string> { "services/Notifications/Inbox", "web/src", "tests/Architecture.Tests" },
            Repository.Folders().ToHashSet());

    [Theory]
    [InlineData("services/Chat/Helpers")]
    [InlineData("services/Chat/Services")]
    [InlineData("services/Chat/Messages/Services")]
    [InlineData("web/src/shared")]
    [InlineData("services/Common")]
    [InlineData("tests/Core.Tests")]
    [InlineData("services/OneVOne.Shared")]
    public void The_rule_can_fail(string folder) => Assert.True(IsMeaningless(folder));

    [Theory]
    [InlineData("services")]
    [InlineData("services/Chat/Messages")]
    public void The_rule_can_pass(string folder) => Assert.False(IsMeaningless(folder));

    private static bool IsMeaningless(string folder)
    {
        var parts = folder.Split('/');
        return parts[^1].Split('.').Any(Meaningless.Contains)
            || (parts.Length > 1 && parts[^1].Equals("Services", StringComparison.OrdinalIgnoreCase));
    }
}
