namespace OneVOne.AppHost.Local.Running;

/// <summary>A door that opens and closes; who waits passes while it is open.</summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _opened = New();

    public bool IsOpen => _opened.Task.IsCompleted;

    public void Open() => _opened.TrySetResult();

    public void Close()
    {
        lock (_lock)
        {
            if (IsOpen)
            {
                _opened = New();
            }
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _opened.Task.WaitAsync(cancellationToken);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
