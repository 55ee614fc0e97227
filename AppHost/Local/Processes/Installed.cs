using OneVOne.AppHost.Local.Running;

namespace OneVOne.AppHost.Local.Processes;

/// <summary>Programs of the distribution's packages.</summary>
internal static class Installed
{
    public static string Program(string name, string package, params string[] alsoIn)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Concat(["/usr/bin", "/usr/sbin", "/usr/local/bin"]);
        return alsoIn.Concat(folders).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new StartException(
                $"{name} is not installed. Run: sudo apt-get install {package} (./onevone up does it where it may)");
    }
}
