using System.Diagnostics;

namespace OneVOne.AppHost.Local.Running;

/// <summary>One line whenever a resource reaches something, the same on a terminal and in a file.</summary>
internal sealed class Progress(TextWriter output)
{
    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public void Show(Replica replica, string? detail)
    {
        switch (replica.State)
        {
            case ReplicaState.Running when replica.Healthy.IsOpen:
                Line(replica.Name, "healthy");
                break;
            case ReplicaState.Running when detail is not null:
                Line(replica.Name, $"unhealthy: {detail}");
                break;
            case ReplicaState.Starting or ReplicaState.Stopping or ReplicaState.Stopped:
#pragma warning disable CA1308 // A word for people, not a key.
                Line(replica.Name, replica.State.ToString().ToLowerInvariant());
#pragma warning restore CA1308
                break;
            case ReplicaState.Crashed:
                Line(replica.Name, detail ?? "crashed");
                break;
        }
    }

    public void Say(string line)
    {
        lock (_gate)
        {
            try
            {
                output.WriteLine(line);
                output.Flush();
            }
            catch (IOException)
            {
                // The terminal is gone, and with it who would read this.
            }
        }
    }

    private void Line(string name, string state) => Say($"{_clock.Elapsed.TotalSeconds,7:0.0} s  {name,-18} {state}");
}
