using OneVOne.AppHost.Local.Dashboard;

namespace OneVOne.AppHost.Tests;

public sealed class ShowingMail
{
    [Fact]
    public async Task The_dashboard_shows_what_services_put_into_the_data_folder()
    {
        await using var model = new LocalModel(_ => { });
        await model.OpenAsync();
        await using var dashboard = await DashboardServer.StartAsync(model.Application.System, model.Application.System.Ports.Any());
        using var http = new HttpClient { BaseAddress = new Uri(dashboard.Urls.First()) };
        Assert.Empty((await ReadAsync(http)).EnumerateArray());

        var folder = model.Application.System.Data.Folder("mail");
        await File.WriteAllTextAsync(Path.Combine(folder, "1.eml"), "From: a@example.org\r\nTo: ann@example.org\r\nSubject: Old\r\n\r\nText\r\n");
        File.SetLastWriteTimeUtc(Path.Combine(folder, "1.eml"), DateTime.UtcNow.AddHours(-1));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "2.eml"),
            """
            X-Receiver: bob@example.org
            From: "=?utf-8?B?R3LDvMOfZQ==?=" <a@example.org>
            To: bob@example.org
            Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_an?=
             =?utf-8?Q?_alle?=
            Content-Transfer-Encoding: quoted-printable

            <script>alert(1)</script> Gr=C3=BC=C3=9Fe, a long line that is =
            folded
            """);
        var mails = (await ReadAsync(http)).EnumerateArray().ToList();

        Assert.Equal(["2", "1"], mails.Select(mail => mail.GetProperty("id").GetString()));
        Assert.Equal("Grüße an alle", mails[0].GetProperty("subject").GetString());
        Assert.Equal("\"Grüße\" <a@example.org>", mails[0].GetProperty("from").GetString());
        Assert.Equal("bob@example.org", mails[0].GetProperty("to").GetString());
        Assert.StartsWith(
            "<script>alert(1)</script> Grüße, a long line that is folded", mails[0].GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Contains("api/mail", await http.GetStringAsync(new Uri("/mail", UriKind.Relative)), StringComparison.Ordinal);
    }

    private static async Task<System.Text.Json.JsonElement> ReadAsync(HttpClient http) =>
        await http.GetFromJsonAsync<System.Text.Json.JsonElement>(new Uri("/api/mail", UriKind.Relative));
}
