namespace Aspire.Hosting;

/// <summary>Part of a model: the named resources and, over and over, what those wait for.</summary>
internal static class Selection
{
    public static IReadOnlyList<IResource> Of(IReadOnlyList<IResource> all, IReadOnlyList<string> names)
    {
        var chosen = new HashSet<IResource>();
        foreach (var name in names)
        {
            Add(all.FirstOrDefault(each => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException(
                    $"There is no resource '{name}'. There are: {string.Join(", ", all.Select(each => each.Name))}"));
        }

        return [.. all.Where(chosen.Contains)];

        void Add(IResource resource)
        {
            if (chosen.Add(resource) && resource is Resource { WaitsFor: var dependencies })
            {
                dependencies.ForEach(Add);
            }
        }
    }
}
