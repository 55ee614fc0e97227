using System.Text.Encodings.Web;
using Microsoft.Extensions.Options;

namespace OneVOne.Identity.Email;

/// <summary>
/// What people are written. The texts lie in <c>Letters/</c>, the first line is the subject; a link's token stands behind a #,
/// so that it reaches neither a server nor its log when the link is opened.
/// </summary>
internal sealed class Letters(IOptions<PublicAddressOptions> address)
{
    public OutgoingEmail VerifyEmail(string to, string username, string token) =>
        Write("verify-email", to, username, ("link", Link("verify-email", token)));

    public OutgoingEmail ConfirmNewEmail(string to, string username, string token) =>
        Write("confirm-new-email", to, username, ("link", Link("verify-email", token)));

    public OutgoingEmail EmailChanged(string to, string username, string newEmail, string token) =>
        Write("email-changed", to, username, ("email", newEmail), ("link", Link("undo-email-change", token)));

    public OutgoingEmail ResetPassword(string to, string username, string token) =>
        Write("reset-password", to, username, ("link", Link("reset-password", token)));

    public OutgoingEmail PasswordChanged(string to, string username) =>
        Write("password-changed", to, username, ("link", address.Value.Url.ToString()));

    public OutgoingEmail EmailChangeUndone(string to, string username, string token) =>
        Write("email-change-undone", to, username, ("link", Link("reset-password", token)));

    private string Link(string page, string token) =>
        $"{new Uri(address.Value.Url, page)}#token={UrlEncoder.Default.Encode(token)}";

    private static OutgoingEmail Write(
        string letter, string to, string username, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = EmbeddedLists.Text($"Email.Letters.{letter}.txt").Replace("{username}", username, StringComparison.Ordinal);
        foreach (var (name, value) in values)
        {
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        var subject = text.IndexOf('\n', StringComparison.Ordinal);
        return new OutgoingEmail { Recipient = to, Subject = text[..subject].Trim(), Body = text[subject..].Trim() + "\n" };
    }
}
