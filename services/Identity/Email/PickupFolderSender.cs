using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace OneVOne.Identity.Email;

/// <summary>
/// Puts mail into a folder as <c>.eml</c> files (RFC 5322), named by their ids and so in the order of time. A second try
/// overwrites the first.
/// </summary>
internal sealed class PickupFolderSender(IOptions<EmailOptions> options, IHostEnvironment environment) : IEmailSender
{
    private readonly string folder = Path.GetFullPath(options.Value.PickupFolder, environment.ContentRootPath);

    public async Task SendAsync(Guid id, MailMessage mail, CancellationToken cancellationToken)
    {
        // The links in it open accounts.
        CreateForOwnerOnly(folder);
        // Written beside and then moved: whoever reads the folder sees whole files only.
        var writing = Directory.CreateDirectory(Path.Combine(folder, $".{id}"));
        try
        {
            using var client = new SmtpClient
            {
                DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
                PickupDirectoryLocation = writing.FullName,
            };
            await client.SendMailAsync(mail, cancellationToken);
            writing.EnumerateFiles().First().MoveTo(Path.Combine(folder, $"{id}.eml"), overwrite: true);
        }
        finally
        {
            writing.Delete(recursive: true);
        }
    }

    private static void CreateForOwnerOnly(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
