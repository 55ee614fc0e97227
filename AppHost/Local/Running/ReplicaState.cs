namespace OneVOne.AppHost.Local.Running;

public enum ReplicaState
{
    /// <summary>Stopped by hand, or not started yet.</summary>
    Stopped,

    /// <summary>For what it depends on.</summary>
    Waiting,
    Starting,

    /// <summary>Runs; whether it can work is its health.</summary>
    Running,

    /// <summary>Ended by itself; waits for the next attempt.</summary>
    Crashed,
    Stopping,

    /// <summary>Given up at start; the whole start fails with it.</summary>
    Failed,
}
