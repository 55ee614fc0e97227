namespace OneVOne.AppHost.Local.Dashboard.Mail;

/// <summary>The mail that services put into the data folder instead of sending it, the newest first.</summary>
internal sealed class MailFolder(string path)
{
    private const int MaxShown = 100;

    public IReadOnlyList<EmlFile> Read() => Directory.Exists(path)
        ? [.. new DirectoryInfo(path).EnumerateFiles("*.eml")
            .OrderByDescending(file => file.LastWriteTimeUtc).Take(MaxShown).Select(EmlFile.Read)]
        : [];
}
