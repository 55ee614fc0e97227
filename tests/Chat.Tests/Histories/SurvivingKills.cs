using System.Globalization;
using OneVOne.Chat.Tests.Host;
using OneVOne.Testing;
using OneVOne.Testing.History;

namespace OneVOne.Chat.Tests.Histories;

/// <summary>
/// F1 and F3: clients of two replicas write, edit, read and come and go while replicas and PostgreSQL are killed, again and
/// again. Afterwards the history that the clients recorded must hold I1, I2, I3, I5, I6.
/// <c>ONEVONE_HISTORY_SECONDS</c> and <c>ONEVONE_HISTORY_SEED</c> set another length and another run.
/// </summary>
public sealed class SurvivingKills(ITestOutputHelper output)
{
    private const int People = 6;

    private static readonly int Seconds = Setting("ONEVONE_HISTORY_SECONDS", 45);

    [Fact]
    public async Task Killed_replicas_and_a_killed_database_lose_double_and_reorder_nothing()
    {
        var seed = Setting("ONEVONE_HISTORY_SEED", Random.Shared.Next(1_000_000));
        output.WriteLine($"ONEVONE_HISTORY_SEED={seed}");
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var app = await ChatApp.StartAsync(
            replicas: 0, settings => settings.With("ConnectionStrings:chat-db", postgres.ConnectionString));
        await using var system = await KilledSystem.StartAsync(app, postgres, new Random(seed));
        var world = new World(2, Faults: true, new RunHistory(), await World.RoutesOfAsync(system.Http(0)));
        var devices = await MakeDevicesAsync(app, system, world, seed);

        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(Seconds));
        var killing = system.KillUntilAsync(end.Token);
        await Task.WhenAll(devices.Select(async device =>
        {
            while (!end.IsCancellationRequested)
            {
                await device.ActAsync();
                // Someone at a keyboard, though a hurried one: a run is of many orders of few events, not of one of many.
                await Task.Delay(20);
            }
        }));
        await killing;

        foreach (var device in devices)
        {
            await device.ReconnectAsync();
        }

        foreach (var device in devices)
        {
            await device.Model.ShouldEqualFreshFetchAsync();
            foreach (var conversationId in device.Model.Conversations.Keys)
            {
                world.History.Add(await device.Model.ViewAsync(device.Name, conversationId));
            }
        }

        var violations = HistoryChecker.Check(world.History);
        output.WriteLine(
            $"{world.History.Sendings.Count(sending => sending.Outcome == Outcome.Ok)} acknowledged, "
            + $"{world.History.Sendings.Count(sending => sending.Outcome == Outcome.Unknown)} unknown, {system.Kills} kills");
        Assert.True(violations is [], $"seed {seed}: {string.Join('\n', violations.Take(10))}");
        Assert.True(system.Kills >= 3, "hardly anything was killed");
        Assert.True(world.History.Sendings.Count(sending => sending.Outcome == Outcome.Ok) > 100, "the run was idle");
        foreach (var device in devices)
        {
            await device.Model.DisconnectAsync();
        }
    }

    private static async Task<List<Device>> MakeDevicesAsync(ChatApp app, KilledSystem system, World world, int seed)
    {
        var people = Enumerable.Range(0, People).Select(index => app.Identity.CreateUser($"p{index}")).ToList();
        world.Conversations.Add(ChatPerson.Lobby);
        for (var i = 0; i < People; i += 2)
        {
            app.Friends.Set(people[i].Id, people[i + 1].Id, areFriends: true, version: 1);
            using var opened = await system.Http(0, people[i].Token).PutAsync($"/api/chat/direct/{people[i + 1].Id}");
            world.Conversations.Add((await opened.ShouldBeAsync(201)).Id());
        }

        var devices = new List<Device>();
        // The first two have two devices each.
        foreach (var (index, user) in people.Concat(people.Take(2)).Index())
        {
            var model = new ModelClient(
                user.Id, replica => system.HubAsync(replica, user.Token), replica => system.Http(replica, user.Token), _ => true);
            devices.Add(new Device($"{user.Username}-{index}", await model.ConnectAsync(index % 2), world, seed + index));
        }

        return devices;
    }

    private static int Setting(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var set) ? set : otherwise;
}
