using Npgsql;
using OneVOne.ServiceDefaults.Persistence;
using OneVOne.ServiceDefaults.Tests.Sample;

namespace OneVOne.ServiceDefaults.Tests.Persistence;

public sealed class ListeningToTheDatabase(Replicas replicas)
{
    [Fact]
    public async Task Who_takes_the_connection_next_hears_nothing_of_it()
    {
        var connectionString = new NpgsqlConnectionStringBuilder(replicas.Settings["ConnectionStrings:sample-db"])
        {
            MaxPoolSize = 1,
            NoResetOnClose = true,
        };
        await using var pool = NpgsqlDataSource.Create(connectionString);
        await using (var listener = await DatabaseListener.OpenAsync(pool, "news", TestContext.Current.CancellationToken))
        {
            await replicas.First.ScalarAsync<object>("SELECT pg_notify('news', '')");
            await listener.WaitAsync(TestContext.Current.CancellationToken);
        }

        await using var next = pool.CreateCommand("SELECT count(*) FROM pg_listening_channels()");
        Assert.Equal(0L, await next.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
