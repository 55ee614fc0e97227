using OneVOne.ServiceDefaults.Tests.Sample;
using OneVOne.Testing;

namespace OneVOne.ServiceDefaults.Tests.Persistence;

public sealed class StartingReplicasTogether(Replicas replicas)
{
    [Fact]
    public async Task Four_replicas_migrate_a_fresh_database_once()
    {
        var settings = await ServiceSettings.CreateAsync("sample", replicas.Identity);
        var apps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SampleApp.StartAsync(settings)));
        Assert.Equal(5, await apps[0].ScalarAsync<long>("SELECT count(*) FROM \"__EFMigrationsHistory\""));
        foreach (var app in apps)
        {
            await app.Http(null).GetAsync("/health").ContinueWith(t => Assert.Equal(200, (int)t.Result.StatusCode), TaskScheduler.Default);
            await app.DisposeAsync();
        }
    }
}
