using Microsoft.Extensions.Configuration;

namespace OneVOne.AppHost.Local.Running;

/// <summary>What the user can set, by environment variable or by <c>--NAME=value</c>.</summary>
internal sealed class LocalSettings(IConfiguration configuration, string appHostDirectory)
{
    /// <summary>ONEVONE_DATA: databases, queues, logs, secrets.</summary>
    public string DataFolder { get; } =
        configuration["ONEVONE_DATA"] is { Length: > 0 } path ? path : Path.Combine(appHostDirectory, "..", ".data");

    /// <summary>ONEVONE_DASHBOARD_PORT: 0 is any free port, "off" is no dashboard.</summary>
    public int? DashboardPort { get; } = configuration["ONEVONE_DASHBOARD_PORT"] is "off"
        ? null
        : configuration.GetValue("ONEVONE_DASHBOARD_PORT", 8081);

    /// <summary>ONEVONE_ONLY: the named resources and what they wait for, instead of all.</summary>
    public IReadOnlyList<string> Only { get; } =
        configuration["ONEVONE_ONLY"]?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>ONEVONE_READY_FILE: written when all is healthy; see <see cref="Running.ReadyFile"/>.</summary>
    public string? ReadyFile { get; } = configuration["ONEVONE_READY_FILE"];

    public bool Quiet { get; } = configuration.GetValue("ONEVONE_QUIET", false);
}
