using System.Globalization;
using OneVOne.AppHost.Local.Processes;
using OneVOne.AppHost.Local.Running;
using OneVOne.Testing;

namespace OneVOne.AppHost.Tests;

public sealed class LeavingNothingBehind
{
    [Fact]
    public async Task Stopping_ends_a_process_that_does_not_listen_and_what_it_started()
    {
        int leader;
        await using (var model = new LocalModel(builder =>
        {
            var deaf = builder.AddExecutable("deaf", "sh", "/", "-c", "trap '' TERM; sleep 600 & sleep 600 & wait");
            deaf.Resource.Grace = TimeSpan.FromSeconds(1);
        }))
        {
            await model.StartAsync();
            leader = model.Replica("deaf").Pid!.Value;
            await Eventually.IsAsync("has children", () => Task.FromResult(Session(leader).Count == 3));
        }

        Assert.Empty(Session(leader));
    }

    [Fact]
    public async Task The_next_start_ends_exactly_what_the_last_one_left()
    {
        var folder = Directory.CreateTempSubdirectory("onevone-").FullName;
        using var mine = await Spawner.StartAsync(
            new Command("sh", ["-c", "sleep 600 & exec sleep 600"]), Signal.Kill);
        using var stranger = await Spawner.StartAsync(new Command("sleep", ["600"]), Signal.Kill);
        await Eventually.IsAsync("has a child", () => Task.FromResult(Session(mine.Pid).Count == 2));
        var culture = CultureInfo.InvariantCulture;
        await File.WriteAllLinesAsync(Path.Combine(folder, "processes"),
        [
            string.Create(culture, $"{mine.Pid} {ProcessInfo.Of(mine.Pid)!.Value.StartTime}"),

            // The number was given to another process since: it must live.
            string.Create(culture, $"{stranger.Pid} {ProcessInfo.Of(stranger.Pid)!.Value.StartTime - 1}"),
        ]);

        using (var data = new DataFolder(folder))
        {
            await new Ledger(data).EndLeftoversAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(Session(mine.Pid));
        Assert.NotNull(ProcessInfo.Of(stranger.Pid));
        await stranger.StopAsync(Signal.Terminate, TimeSpan.FromSeconds(5));
        Directory.Delete(folder, recursive: true);
    }

    private static List<ProcessInfo> Session(int leader) =>
        [.. ProcessInfo.All().Where(each => each.Session == leader)];
}
