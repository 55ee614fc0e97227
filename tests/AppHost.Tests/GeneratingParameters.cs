using OneVOne.AppHost.Local.Parameters;
using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Tests;

public sealed class GeneratingParameters : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onevone-").FullName;

    [Fact]
    public async Task What_is_asked_for_at_the_same_time_is_kept_for_the_next_start()
    {
        using var data = new DataFolder(_folder);
        var store = new ParameterStore(data);
        var names = Enumerable.Range(0, 40).Select(each => $"secret-{each}").ToArray();

        var first = await Task.WhenAll(names.Select(name => Task.Run(() => store.GetOrAdd(name, NewValue))));
        var later = names.Select(name => new ParameterStore(data).GetOrAdd(name, () => "another"));

        Assert.Equal(first, later);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(_folder, "parameters.json")));
    }

    [Fact]
    public async Task A_configured_value_wins_over_a_generated_one()
    {
        IResourceBuilder<ParameterResource>? parameter = null;
        await using var model = new LocalModel(
            builder => parameter = builder.AddParameter(
                "api-key", new GenerateParameterDefault(), secret: true, persist: true),
            "--Parameters:api_key=mine");

        Assert.Equal("mine", await parameter!.Resource.GetValueAsync());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string NewValue() => Guid.NewGuid().ToString();
}
