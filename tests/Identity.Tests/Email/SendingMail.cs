using Npgsql;
using OneVOne.Testing;

namespace OneVOne.Identity.Tests.Email;

public sealed class SendingMail(IdentityApp app)
{
    [Fact]
    public async Task A_mail_in_the_folder_is_one_that_any_program_reads()
    {
        var ann = await app.RegisterAsync();
        var mail = Assert.Single(await app.Mail.ReadAsync(ann.Email));
        Assert.Equal(
            (ann.Email, "no-reply@localhost", "Confirm your e-mail address", "auto-generated", "text/plain; charset=utf-8", "quoted-printable"),
            (mail.Headers["To"], Between(mail.Headers["From"]), mail.Headers["Subject"], mail.Headers["Auto-Submitted"],
                mail.Headers["Content-Type"], mail.Headers["Content-Transfer-Encoding"]));
        Assert.True(mail.Headers.ContainsKey("Date") && mail.Headers.ContainsKey("Message-ID") && mail.Headers.ContainsKey("MIME-Version"));
        Assert.Contains("Was it not you", mail.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_beyond_ASCII_arrives()
    {
        var id = await AddAsync("Grüße", "Zażółć gęślą jaźń 🐎 and a line that is much longer than what one line of a mail may be, so that it is folded = here\n");
        var mail = Assert.Single(await app.Mail.ReadAsync($"{id}@example.org"));
        Assert.StartsWith("=?utf-8?", mail.Headers["Subject"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Zażółć gęślą jaźń 🐎", mail.Body, StringComparison.Ordinal);
        Assert.Contains("folded = here", mail.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hello\r\nBcc: bob@example.org", "x@example.org")]
    [InlineData("Hello\nBcc: bob@example.org", "x@example.org")]
    [InlineData("Hello", "x@example.org\r\nBcc: bob@example.org")]
    public async Task A_line_break_makes_no_second_header(string subject, string recipient)
    {
        // ASVS 1.3.11
        var id = await AddAsync(subject, "text", recipient);
        await Eventually.IsAsync("a try", async () =>
            await app.ScalarAsync<int>("SELECT tries FROM outgoing_emails WHERE id = $1", id) > 0);
        Assert.DoesNotContain(app.Mail.All(), mail => mail.Headers.ContainsKey("Bcc"));
        Assert.Equal(1L, await app.ScalarAsync<long>("SELECT count(*) FROM outgoing_emails WHERE id = $1", id));
        await app.ScalarAsync<int>("DELETE FROM outgoing_emails WHERE id = $1", id);
    }

    [Fact]
    public async Task Two_replicas_send_each_mail_once()
    {
        await using var receiver = SmtpReceiver.Start();
        var settings = await CreateSettingsAsync(receiver);
        await using var first = ServiceHost.Start<Program>(settings);
        await using var second = ServiceHost.Start<Program>(settings);
        await InsertAsync(settings, 60);
        await Eventually.IsAsync("60 mails", () => Task.FromResult(receiver.Received.Count >= 60));
        await Eventually.IsAsync("nothing waits", async () => await CountAsync(settings) == 0);
        Assert.Equal(60, receiver.Received.Select(mail => mail.Headers["Message-ID"]).Distinct().Count());
        Assert.Equal(60, receiver.Received.Count);
    }

    [Fact]
    public async Task What_a_mail_server_refuses_is_tried_again_later()
    {
        await using var receiver = SmtpReceiver.Start();
        receiver.Refusing = true;
        var settings = await CreateSettingsAsync(receiver);
        await using var replica = ServiceHost.Start<Program>(settings);
        await InsertAsync(settings, 1);
        await Eventually.IsAsync("a try that failed", () => Task.FromResult(receiver.Refused > 0));
        receiver.Refusing = false;
        Assert.Equal(1, await CountAsync(settings));
        // A minute later.
        await ExecuteAsync(settings, "UPDATE outgoing_emails SET next_try_at = now()");
        await ExecuteAsync(settings, "NOTIFY emails");
        await Eventually.IsAsync("the mail", () => Task.FromResult(receiver.Received.Count == 1));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_given_up_at_last()
    {
        await using var receiver = SmtpReceiver.Start();
        receiver.Refusing = true;
        var settings = await CreateSettingsAsync(receiver);
        await using var replica = ServiceHost.Start<Program>(settings);
        await InsertAsync(settings, 1, tries: IdentityLimits.MaxEmailTries - 1);
        await Eventually.IsAsync("it is gone", async () => await CountAsync(settings) == 0);
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task A_mail_that_a_dead_replica_had_taken_is_sent_by_another()
    {
        // What a replica leaves that dies between taking and sending: the row, with its next try.
        await using var receiver = SmtpReceiver.Start();
        var settings = await CreateSettingsAsync(receiver);
        await using var replica = ServiceHost.Start<Program>(settings);
        await InsertAsync(settings, 1, tries: 1, wait: "500 milliseconds");
        await Eventually.IsAsync("the mail", async () =>
        {
            await ExecuteAsync(settings, "NOTIFY emails");
            return receiver.Received.Count == 1;
        });
    }

    private static string Between(string from) => from[(from.IndexOf('<', StringComparison.Ordinal) + 1)..].TrimEnd('>');

    private static async Task<ServiceSettings> CreateSettingsAsync(SmtpReceiver receiver) =>
        (await IdentityApp.CreateSettingsAsync())
            .With("Identity:Email:Smtp:Host", "127.0.0.1")
            .With("Identity:Email:Smtp:Port", $"{receiver.Port}")
            .With("Identity:Email:Smtp:Tls", "false");

    private async Task<Guid> AddAsync(string subject, string body, string? recipient = null)
    {
        var id = Guid.CreateVersion7();
        await app.ScalarAsync<int>(
            "INSERT INTO outgoing_emails (id, recipient, subject, body) VALUES ($1, $2, $3, $4)",
            id, recipient ?? $"{id}@example.org", subject, body);
        return id;
    }

    private static Task<object?> InsertAsync(ServiceSettings settings, int count, int tries = 0, string wait = "0 seconds") => ExecuteAsync(
        settings,
        $"""
        INSERT INTO outgoing_emails (id, recipient, subject, body, tries, next_try_at)
        SELECT gen_random_uuid(), 'x@example.org', 'Hello', 'text', {tries}, now() + interval '{wait}' FROM generate_series(1, {count})
        """);

    private static async Task<long> CountAsync(ServiceSettings settings) =>
        (long)(await ExecuteAsync(settings, "SELECT count(*) FROM outgoing_emails"))!;

    private static async Task<object?> ExecuteAsync(ServiceSettings settings, string sql)
    {
        await using var connection = new NpgsqlConnection(settings["ConnectionStrings:identity-db"]);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
