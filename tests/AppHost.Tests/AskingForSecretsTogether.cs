using OneVOne.AppHost.Local.Parameters;
using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Tests;

public sealed class AskingForSecretsTogether : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("onevone-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Resources_that_start_side_by_side_each_keep_their_own_secret()
    {
        using var data = new DataFolder(_folder);
        var store = new ParameterStore(data);
        var given = new string[32];
        Parallel.For(0, given.Length, i => given[i] = store.GetOrAdd($"secret-{i % 8}", () => Guid.NewGuid().ToString()));

        var later = new ParameterStore(data);
        for (var i = 0; i < given.Length; i++)
        {
            Assert.Equal(given[i], later.GetOrAdd($"secret-{i % 8}", () => "forgotten"));
        }
    }
}
