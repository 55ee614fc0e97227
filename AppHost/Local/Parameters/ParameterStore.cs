using System.Text.Json;
using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Local.Parameters;

/// <summary>Generated secrets, kept with what they open: a new password for an old database would lock it.</summary>
internal sealed class ParameterStore(DataFolder data)
{
    private readonly string _file = data.File("parameters.json");
    private readonly Lock _oneAtATime = new();

    public string GetOrAdd(string name, Func<string> generate)
    {
        // Resources start side by side and ask together: unguarded, one's write takes another's file, or its secret, away.
        lock (_oneAtATime)
        {
            var values = File.Exists(_file)
                ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllBytes(_file))!
                : [];
            if (!values.TryGetValue(name, out var value))
            {
                values[name] = value = generate();
                DataFolder.WriteSecret(_file, JsonSerializer.Serialize(values));
            }

            return value;
        }
    }
}
