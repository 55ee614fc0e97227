using System.Net;
using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace OneVOne.Identity.Email;

/// <summary>Sends through a mail server.</summary>
internal sealed class SmtpEmailSender(IOptions<EmailOptions> options) : IEmailSender
{
    public async Task SendAsync(Guid id, MailMessage mail, CancellationToken cancellationToken)
    {
        var server = options.Value.Smtp;
        using var client = new SmtpClient(server.Host, server.Port)
        {
            EnableSsl = server.Tls,
            Credentials = server.User.Length > 0 ? new NetworkCredential(server.User, server.Password) : null,
        };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(IdentityLimits.EmailTimeout);
        await client.SendMailAsync(mail, timeout.Token);
    }
}
