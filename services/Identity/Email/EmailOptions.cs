using System.Net.Mail;

namespace OneVOne.Identity.Email;

/// <summary>How mail leaves; section <c>Identity:Email</c>.</summary>
public sealed class EmailOptions
{
    /// <summary>The sender, with or without a name.</summary>
    public string From { get; set; } = "OneVOne <no-reply@localhost>";

    /// <summary>
    /// Where mail is put as <c>.eml</c> files when no SMTP server is configured; relative to the service's folder.
    /// </summary>
    public string PickupFolder { get; set; } = "mail";

    public SmtpOptions Smtp { get; set; } = new();

    internal bool IsUsable => MailAddress.TryCreate(From, out _) && (Smtp.Host.Length > 0 || PickupFolder.Length > 0)
        && (Smtp.User.Length == 0 || Smtp.Tls);
}

/// <summary>An SMTP server; none while <see cref="Host"/> is empty.</summary>
public sealed class SmtpOptions
{
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    /// <summary>Empty for a server that asks for none. Needs <see cref="Tls"/>.</summary>
    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>STARTTLS, without which nothing is sent.</summary>
    public bool Tls { get; set; } = true;
}
