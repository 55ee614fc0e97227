namespace OneVOne.Testing;

/// <summary>
/// A connection whose network can go away without a goodbye: nothing comes any more, and what is written goes nowhere, while
/// the server's side stays open.
/// </summary>
internal sealed class BreakableStream(Stream inner) : Stream
{
    private readonly TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource closed = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void Break() => broken.TrySetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(buffer, cancellationToken).AsTask();
        if (await Task.WhenAny(read, broken.Task) == broken.Task)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(closed.Token, cancellationToken);
            await Task.Delay(Timeout.Infinite, end.Token);
        }

        return await read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        broken.Task.IsCompleted ? ValueTask.CompletedTask : inner.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            closed.Cancel();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
