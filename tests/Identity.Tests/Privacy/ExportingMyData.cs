using System.IO.Compression;
using System.Text.Json;
using OneVOne.Contracts.Identity;
using OneVOne.Contracts.Privacy;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Privacy;

public sealed class ExportingMyData(PrivacyApp app) : IClassFixture<PrivacyApp>
{
    private const string Export = "/api/identity/me/export";

    [Fact]
    public async Task Pieces_in_any_order_and_doubled_make_one_whole_archive_that_is_told_of_once()
    {
        await using var ready = await Listening.StartAsync<DataExportReady>();
        var ann = await app.RegisterAsync();
        var id = await AskAsync(ann);
        var pieces = Enumerable.Range(0, 30)
            .Select(n => Piece(id, ann, n, isLast: n == 29, n < 20 ? "messages.json" : "rooms.json", $"<{n}>")).ToArray();
        Random.Shared.Shuffle(pieces);
        await Task.WhenAll(pieces.Concat(pieces).Select(piece => ready.SayAsync(piece)));

        var told = await ready.FirstAsync(e => e.ExportId == id);
        var status = await ann.Http.GetAsync(Export).ShouldBeAsync(200);
        Assert.Equal("ready", status.GetProperty("status").GetString());
        Assert.Equal(told.ExpiresAt, status.GetProperty("expiresAt").GetDateTimeOffset());
        var files = await DownloadAsync(ann);
        Assert.Equal(string.Concat(Enumerable.Range(0, 20).Select(n => $"<{n}>")), files["chat/messages.json"]);
        Assert.Equal(string.Concat(Enumerable.Range(20, 10).Select(n => $"<{n}>")), files["chat/rooms.json"]);
        Assert.Contains("JSON", files["README.txt"], StringComparison.Ordinal);
        Assert.Single(ready.Where(e => e.ExportId == id));
    }

    [Fact]
    public async Task What_Identity_keeps_of_a_person_is_in_it_and_nothing_secret()
    {
        await using var bus = await Listening.StartAsync<DataExportReady>();
        var ann = await app.RegisterAsync();
        var id = await AskAsync(ann);
        await bus.SayAsync(Piece(id, ann, 0, isLast: true));
        await bus.FirstAsync(e => e.ExportId == id);
        var files = await DownloadAsync(ann);
        var account = JsonSerializer.Deserialize<JsonElement>(files["identity/account.json"])[0];
        Assert.Equal(ann.Email, account.GetProperty("email").GetString());
        Assert.Equal(ann.Username, account.GetProperty("username").GetString());
        Assert.Equal(1, JsonSerializer.Deserialize<JsonElement>(files["identity/sessions.json"]).GetArrayLength());
        Assert.Contains("account.registered", files["identity/security-events.json"], StringComparison.Ordinal);
        Assert.All(files.Values, text => Assert.DoesNotContain("AQAAAA", text, StringComparison.Ordinal)); // a password's hash
    }

    [Fact]
    public async Task It_tells_which_services_have_yet_to_answer()
    {
        await using var bus = await Listening.StartAsync<DataExportReady>();
        var ann = await app.RegisterAsync();
        var id = await AskAsync(ann);
        await bus.SayAsync(Piece(id, ann, 1, isLast: true));
        await Eventually.IsAsync("identity is done", async () => Done(await ann.Http.GetAsync(Export).ShouldBeAsync(200)) == "identity");
        await ann.Http.GetAsync($"{Export}/download").ShouldBeProblemAsync(404, "export.not_found");
        await bus.SayAsync(Piece(id, ann, 0, isLast: false));
        await bus.FirstAsync(e => e.ExportId == id);
        Assert.Equal("chat,identity", Done(await ann.Http.GetAsync(Export).ShouldBeAsync(200)));
    }

    [Fact]
    public async Task Asked_for_many_times_at_once_it_is_gathered_once()
    {
        await using var asked = await Listening.StartAsync<DataExportRequested>();
        var ann = await app.RegisterAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n =>
            (ann with { Replica = app.Replicas[n % 2] }).Http.PostAsync(Export)));
        Assert.Single(answers, answer => (int)answer.StatusCode == 202);
        await answers.First(answer => (int)answer.StatusCode != 202).ShouldBeProblemAsync(409, "export.running");
        await asked.FirstAsync(e => e.UserId == ann.Id);
        Assert.Single(asked.Where(e => e.UserId == ann.Id));
    }

    [Fact]
    public async Task The_next_one_comes_a_day_later_and_takes_the_place_of_the_last()
    {
        await using var bus = await Listening.StartAsync<DataExportReady>();
        var ann = await app.RegisterAsync();
        var first = await AskAsync(ann);
        await bus.SayAsync(Piece(first, ann, 0, isLast: true));
        await bus.FirstAsync(e => e.ExportId == first);
        using var refused = await ann.Http.PostAsync(Export);
        await refused.ShouldBeProblemAsync(429, "export.too_soon");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromHours(23), TimeSpan.FromHours(24));

        await app.ExecuteAsync("UPDATE data_exports SET requested_at = now() - interval '25 hours' WHERE id = $1", first);
        Assert.NotEqual(first, await AskAsync(ann));
        Assert.Equal(0, await app.CountAsync("SELECT count(*) FROM export_pieces WHERE export_id = $1", first));
    }

    [Fact]
    public async Task After_its_time_nothing_of_it_is_left_but_that_it_was()
    {
        await using var bus = await Listening.StartAsync<DataExportReady>();
        var ann = await app.RegisterAsync();
        var id = await AskAsync(ann);
        await bus.SayAsync(Piece(id, ann, 0, isLast: true));
        await bus.FirstAsync(e => e.ExportId == id);
        await app.ExecuteAsync("UPDATE data_exports SET expires_at = now() WHERE id = $1", id);
        await ann.Http.GetAsync($"{Export}/download").ShouldBeProblemAsync(404, "export.not_found");
        Assert.Equal("expired", (await ann.Http.GetAsync(Export).ShouldBeAsync(200)).GetProperty("status").GetString());
        await Eventually.IsAsync("the pieces are gone", async () =>
            await app.CountAsync("SELECT count(*) FROM export_pieces WHERE export_id = $1", id) == 0);
    }

    [Fact]
    public async Task Nobody_else_has_it_and_nobody_else_adds_to_it()
    {
        await using var bus = await Listening.StartAsync<DataExportReady>();
        var (ann, bob) = (await app.RegisterAsync(), await app.RegisterAsync());
        var id = await AskAsync(ann);
        await bob.Http.GetAsync(Export).ShouldBeProblemAsync(404, "export.not_found");
        await bob.Http.GetAsync($"{Export}/download").ShouldBeProblemAsync(404, "export.not_found");

        await bus.SayAsync(Piece(id, bob, 0, isLast: true));
        await bus.SayAsync(Piece(id, ann, 0, isLast: true) with { Service = "stranger" });
        await bus.SayAsync(Piece(id, ann, 0, isLast: true));
        await bus.FirstAsync(e => e.ExportId == id);
        Assert.DoesNotContain("stranger/messages.json", (await DownloadAsync(ann)).Keys);
    }

    private static PersonalDataGathered Piece(
        Guid id, Account person, int index, bool isLast, string file = "messages.json", string content = "[]") =>
        new(id, person.Id, "chat", file, index, isLast, content);

    private static async Task<Guid> AskAsync(Account person) =>
        (await person.Http.PostAsync(Export).ShouldBeAsync(202)).GetProperty("id").GetGuid();

    private static string Done(JsonElement export) => string.Join(',', export.GetProperty("services").EnumerateArray()
        .Where(part => part.GetProperty("done").GetBoolean()).Select(part => part.GetProperty("service").GetString()));

    private static async Task<Dictionary<string, string>> DownloadAsync(Account person)
    {
        using var answer = await person.Http.GetAsync($"{Export}/download");
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        await using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        var files = new Dictionary<string, string>();
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            files.Add(entry.FullName, await reader.ReadToEndAsync());
        }

        return files;
    }
}
