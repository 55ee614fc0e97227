using System.Net.Mail;

namespace OneVOne.Identity.Email;

/// <summary>Hands a mail to whoever carries it on.</summary>
internal interface IEmailSender
{
    /// <exception cref="SmtpException">It was not taken; the same mail may be tried again.</exception>
    Task SendAsync(Guid id, MailMessage mail, CancellationToken cancellationToken);
}
