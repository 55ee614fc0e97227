using System.Globalization;

namespace OneVOne.AppHost.Local.Running;

/// <summary>
/// Where each service is and by which key it is asked for what is not for people, for <c>./onevone rebuild</c>: lines of
/// a name and a value, readable by the owner of the data only.
/// </summary>
internal static class ServicesFile
{
    private const string KeyParameter = "services-key";

    public static async Task WriteAsync(DataFolder data, IReadOnlyList<IResource> resources)
    {
        var lines = resources.OfType<ProjectResource>()
            .Where(project => project.Endpoints.Exists(endpoint => endpoint.Name == "http"))
            .Select(project => string.Create(
                CultureInfo.InvariantCulture, $"{project.Name} {project.Endpoint("http").Url(0)}\n"))
            .ToList();
        foreach (var key in resources.OfType<ParameterResource>().Where(parameter => parameter.Name == KeyParameter))
        {
            lines.Add($"{KeyParameter} {await key.GetValueAsync()}\n");
        }

        DataFolder.WriteSecret(data.File("services"), string.Concat(lines));
    }
}
