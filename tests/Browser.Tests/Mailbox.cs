using System.Text.RegularExpressions;
using OneVOne.Testing;

namespace OneVOne.Browser.Tests;

/// <summary>The folder where mail is put instead of being sent.</summary>
internal sealed partial class Mailbox(string folder)
{
    /// <summary>Waits for a mail to an address with a link to a page, and returns the link of the newest one.</summary>
    public Task<string> LinkAsync(string address, string page) => Eventually.GetAsync(
        $"a mail to {address} with a link to /{page}",
        () => Task.FromResult(Texts().Where(text => text.Contains(address, StringComparison.Ordinal))
            .Select(text => Link().Matches(text).FirstOrDefault(link => link.Value.Contains($"/{page}#", StringComparison.Ordinal))?.Value)
            .LastOrDefault(link => link is not null)));

    // Quoted-printable (RFC 2045) breaks long lines and writes = as =3D.
    private IEnumerable<string> Texts() => !Directory.Exists(folder) ? [] : new DirectoryInfo(folder).GetFiles("*.eml")
        .OrderBy(file => file.LastWriteTimeUtc)
        .Select(file => SoftBreak().Replace(File.ReadAllText(file.FullName), "").Replace("=3D", "=", StringComparison.Ordinal));

    [GeneratedRegex("=\r?\n")]
    private static partial Regex SoftBreak();

    [GeneratedRegex(@"https?://[^\s<>""]+#token=[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
