using System.Diagnostics;
using Npgsql;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;

namespace OneVOne.Chat.Tests.Messages;

/// <summary>F17: after a restore the numbers that clients have are of a history that is no more.</summary>
public sealed class BeginningAnEpoch
{
    [Fact]
    public async Task A_restored_backup_is_another_epoch_and_clients_forget_what_they_have()
    {
        await using var app = await ChatApp.StartAsync();
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "kept");
        var backup = await TestServers.CreateDatabaseAsync("chat");
        var file = Path.GetTempFileName();
        await RunAsync(app.Settings["ConnectionStrings:chat-db"], "pg_dump", "--format=custom", $"--file={file}");
        await ann.SendAsync(direct, "written after the backup");
        await RunAsync(backup, "pg_restore", "--no-owner", "--dbname=" + new NpgsqlConnectionStringBuilder(backup).Database, file);
        File.Delete(file);

        // The service comes back on what the backup had. The same number is another message now.
        await using var restored = ServiceHost.Start<Program>(app.Settings.Copy().With("ConnectionStrings:chat-db", backup));
        var bobs = new TestUser(bob.Id, bob.Username, bob.Token);
        await using var model = new ModelClient(
            bob.Id,
            replica => replica == 0 ? bob.HubAsync() : restored.HubAsync("/hubs/chat", bobs),
            replica => replica == 0 ? bob.Http() : restored.Http(bobs),
            _ => true);
        await model.ConnectAsync(0);
        Assert.Equal(["kept", "written after the backup"], Bodies(model, direct));
        using var anns = restored.Http(new TestUser(ann.Id, ann.Username, ann.Token));
        await anns.PostAsync(
            $"/api/chat/conversations/{direct}/messages", new { clientMessageId = Guid.NewGuid(), body = "written after the restore" })
            .ShouldBeAsync(201);

        await model.ConnectAsync(1);
        Assert.Equal(1, model.Resets);
        Assert.Equal(["kept", "written after the restore"], Bodies(model, direct));
    }

    [Fact]
    public async Task An_operator_begins_one_and_who_is_connected_learns_it_with_the_next_sync()
    {
        await using var app = await ChatApp.StartAsync();
        var (ann, bob, direct) = await app.TwoFriendsAsync();
        await ann.SendAsync(direct, "hello");
        await using var model = await bob.ModelAsync(withLobby: true);
        await model.CatchUpAsync();
        Assert.Equal(0, model.Resets);

        await app.ExecuteAsync("SELECT begin_epoch()");
        await model.CatchUpAsync();
        Assert.Equal(1, model.Resets);
        Assert.Equal(["hello"], Bodies(model, direct));
    }

    [Fact]
    public async Task A_restart_is_none_and_a_recovery_to_a_point_in_time_is_one()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var app = await ChatApp.StartAsync(
            configure: settings => settings.With("ConnectionStrings:chat-db", postgres.ConnectionString));
        await using var hub = await app.NewPerson().HubAsync();
        var before = await EpochAsync(hub);
        await postgres.KillAsync();
        await postgres.StartAsync();
        Assert.Equal(before, await EpochAsync(hub));
        await postgres.KillAsync();
        await postgres.RecoverAsync();
        Assert.NotEqual(before, await EpochAsync(hub));
    }

    private static async Task<string> EpochAsync(HubClient hub)
    {
        string? epoch = null;
        await Eventually.IsAsync("the database is back", async () =>
        {
            try
            {
                epoch = (await hub.CallAsync("Sync", new { heads = new { } })).Text("epoch");
                return true;
            }
            catch (HubProblemException e) when (e.Code == "service.unavailable")
            {
                return false;
            }
        });
        return epoch!;
    }

    private static IEnumerable<string> Bodies(ModelClient model, Guid conversation) =>
        model.Conversations[conversation].Shown.Select(message => message.Body);

    private static async Task RunAsync(string database, string program, params string[] arguments)
    {
        var server = new NpgsqlConnectionStringBuilder(database);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        start.Environment["PGHOST"] = server.Host;
        start.Environment["PGPORT"] = $"{server.Port}";
        start.Environment["PGUSER"] = server.Username;
        start.Environment["PGPASSWORD"] = server.Password;
        start.Environment["PGDATABASE"] = server.Database;
        using var run = Process.Start(start)!;
        var error = await run.StandardError.ReadToEndAsync();
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, $"{program}: {error}");
    }
}
