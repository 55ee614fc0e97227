using System.Net.Mail;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;
using OneVOne.Identity.Passwords;
using OneVOne.ServiceDefaults.Persistence;

namespace OneVOne.Identity.Email;

/// <summary>
/// Sends what changes left in <c>outgoing_emails</c>. Taking a mail sets its next try, so no other replica takes it meanwhile,
/// and a replica that dies leaves it to be tried again: a mail goes out at least once, and twice only if a replica dies
/// between sending and forgetting it (under one Message-ID, by which most mail boxes show it once).
/// </summary>
internal sealed partial class EmailDispatcher(
    NpgsqlDataSource dataSource,
    ForgottenPasswords forgotten,
    IEmailSender sender,
    IOptions<EmailOptions> options,
    ILogger<EmailDispatcher> logger) : BackgroundService
{
    private readonly MailAddress from = new(options.Value.From);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var listener = await DatabaseListener.OpenAsync(dataSource, "emails", stoppingToken);

                // Listening before looking: what commits in between wakes the wait below.
                while (true)
                {
                    await forgotten.AnswerAsync(stoppingToken);
                    while (await SendOneAsync(stoppingToken))
                    {
                    }

                    await listener.WaitAsync(IdentityLimits.EmailPollInterval, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The database is away: nothing is lost, the rows stay.
                Log.Paused(logger, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> SendOneAsync(CancellationToken cancellationToken)
    {
        if (await TakeAsync(cancellationToken) is not { } taken)
        {
            return false;
        }

        try
        {
            using var mail = Compose(taken.Email);
            await sender.SendAsync(taken.Email.Id, mail, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (taken.Tries < IdentityLimits.MaxEmailTries)
            {
                Log.NotSent(logger, taken.Email.Id, taken.Tries, e.Message);
                return true; // The others may go; this one waits for its next try.
            }

            // The recipient is no part of the log; who misses a mail asks for another.
            Log.GivenUp(logger, taken.Email.Id, taken.Tries, e.Message);
            IdentityTelemetry.Count(IdentityTelemetry.Emails, "given_up");
            await ForgetAsync(taken.Email.Id, cancellationToken);
            return true;
        }

        IdentityTelemetry.Count(IdentityTelemetry.Emails, "sent");
        // Also when the service stops at this moment: it was sent.
        await ForgetAsync(taken.Email.Id, CancellationToken.None);
        return true;
    }

    private async Task<Taken?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var take = dataSource.CreateCommand(
            """
            UPDATE outgoing_emails SET tries = tries + 1,
                next_try_at = now() + LEAST($1 * 2 ^ tries, interval '1 hour')
            WHERE id = (SELECT id FROM outgoing_emails WHERE next_try_at <= now()
                ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, recipient, subject, body, tries
            """);
        take.Parameters.Add(new() { Value = IdentityLimits.EmailRetryDelay });
        await using var reader = await take.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Taken(
                new OutgoingEmail
                {
                    Id = reader.GetGuid(0),
                    Recipient = reader.GetString(1),
                    Subject = reader.GetString(2),
                    Body = reader.GetString(3),
                },
                reader.GetInt32(4))
            : null;
    }

    private async Task ForgetAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var delete = dataSource.CreateCommand("DELETE FROM outgoing_emails WHERE id = $1");
        delete.Parameters.Add(new() { Value = id });
        await delete.ExecuteNonQueryAsync(cancellationToken);
    }

    private MailMessage Compose(OutgoingEmail email)
    {
        var mail = new MailMessage(from, new MailAddress(email.Recipient))
        {
            // The library refuses line breaks here and in addresses, by which one header would become two.
            Subject = email.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = email.Body,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = System.Net.Mime.TransferEncoding.QuotedPrintable,
        };
        mail.Headers["Message-ID"] = $"<{email.Id}@{from.Host}>";
        // No out-of-office notes in return (RFC 3834).
        mail.Headers["Auto-Submitted"] = "auto-generated";
        return mail;
    }

    private sealed record Taken(OutgoingEmail Email, int Tries);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Mail waits: {Reason}")]
        public static partial void Paused(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Mail {Id} was not sent at try {Tries}: {Reason}")]
        public static partial void NotSent(ILogger logger, Guid id, int tries, string reason);

        [LoggerMessage(3, LogLevel.Error, "Mail {Id} was given up after {Tries} tries: {Reason}")]
        public static partial void GivenUp(ILogger logger, Guid id, int tries, string reason);
    }
}
