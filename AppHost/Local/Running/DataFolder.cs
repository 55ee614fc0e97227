using System.Text;

namespace OneVOne.AppHost.Local.Running;

/// <summary>
/// Everything that a system keeps: databases, queues, logs, secrets. One system at a time may use it.
/// </summary>
internal sealed class DataFolder(string path) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private FileStream? _lock;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public void Acquire()
    {
        try
        {
            // Others may pass, not look: PostgreSQL runs as another user when the AppHost is root.
            Directory.CreateDirectory(Path, OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

            // FileShare.None is flock(LOCK_EX): the kernel gives it back however this process ends.
            _lock = new FileStream(File("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (System.IO.File.Exists(File("lock")) && failure is not PathTooLongException)
        {
            throw new StartException(
                $"OneVOne already runs on {Path}. Stop it first, or run a second one beside it: " +
                "ONEVONE_DATA=<folder> ONEVONE_PORT=<port> ONEVONE_DASHBOARD_PORT=0 ./onevone up");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The data folder {Path} cannot be used: {failure.Message}");
        }
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Folder(params string[] names)
    {
        var folder = System.IO.Path.Combine([Path, .. names]);
        Directory.CreateDirectory(folder, OwnerOnly);
        return folder;
    }

    /// <summary>Replaces the file at once, readable by its owner only.</summary>
    public static void WriteSecret(string file, string content)
    {
        var written = file + ".new";
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var stream = new FileStream(written, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(content));
        }

        System.IO.File.Move(written, file, overwrite: true);
    }

    public void Dispose() => _lock?.Dispose();
}
