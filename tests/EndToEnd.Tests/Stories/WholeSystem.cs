using System.Diagnostics;
using Npgsql;
using OneVOne.AppHost.Testing;
using OneVOne.Testing;

namespace OneVOne.EndToEnd.Tests.Stories;

/// <summary>One system for the stories that can share it, and what an operator does with it.</summary>
[CollectionDefinition(nameof(WholeSystem))]
public sealed class WholeSystem : IAsyncLifetime, ICollectionFixture<WholeSystem>
{
    private readonly string data = Directory.CreateTempSubdirectory("onevone-e2e-").FullName;
    private OneVOneSystem system = null!;

    public Uri Gateway => system.GatewayUrl;

    public async ValueTask InitializeAsync() => system = await OneVOneSystem.StartAsync(data);

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    /// <summary>Past the service, as a mistake would.</summary>
    public async Task<int> ExecuteAsync(string database, string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(await system.ConnectionStringAsync(database)) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs <c>./onevone</c> on this system; its exit code and what it said.</summary>
    public async Task<(int ExitCode, string Said)> RunAsync(params string[] arguments)
    {
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(Root(), "onevone"), arguments)
        {
            Environment = { ["ONEVONE_DATA"] = data },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync())
            .EndsAsync($"onevone {arguments[0]}", TimeSpan.FromMinutes(2));
        await script.WaitForExitAsync().EndsAsync($"onevone {arguments[0]} ends");
        return (script.ExitCode, string.Concat(said));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "onevone")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
