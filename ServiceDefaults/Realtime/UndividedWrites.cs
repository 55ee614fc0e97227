using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>
/// Keeps what is written at once together. The pipe between SignalR and the WebSocket fills what is left of its segment
/// before it takes another, and the WebSocket sends each segment by itself: a frame of more than 4 kB would be two, each
/// with a system call here and in the gateway.
/// </summary>
internal static class UndividedWrites
{
    public static IConnectionBuilder UseUndividedWrites(this IConnectionBuilder connections) => connections.Use(next => connection =>
    {
        connection.Transport = new Duplex(connection.Transport.Input, new Writer(connection.Transport.Output));
        return next(connection);
    });

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Writer(PipeWriter inner) : PipeWriter
    {
        // Less than this hardly ever crosses the end of a segment.
        private const int Large = 1024;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        {
            if (source.Length < Large)
            {
                return inner.WriteAsync(source, cancellationToken);
            }

            source.CopyTo(inner.GetMemory(source.Length));
            inner.Advance(source.Length);
            return inner.FlushAsync(cancellationToken);
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            inner.FlushAsync(cancellationToken);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
    }
}
