namespace OneVOne.AppHost.Local.Running;

/// <summary>The servers' addresses as shell variables, for a script that waits until the AppHost is ready.</summary>
internal static class ReadyFile
{
    public static async Task WriteAsync(string file, IReadOnlyList<IResource> resources)
    {
        var lines = new List<string>();
        foreach (var server in resources.OfType<IResourceWithConnectionString>().Where(each => each is ProcessResource))
        {
            lines.Add($"ONEVONE_TEST_{server.Name.ToUpperInvariant()}='{await server.GetValueAsync()}'\n");
        }

        DataFolder.WriteSecret(file, string.Concat(lines));
    }
}
