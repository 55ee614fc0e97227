using System.Threading.Channels;

namespace OneVOne.AppHost.Local.Logs;

/// <summary>What one process said: the last lines in memory, all of it in a file that is rotated by size.</summary>
internal sealed class LogBook(string file) : IDisposable
{
    private const int LinesKept = 2_000;
    private const long BytesPerFile = 8 << 20;
    private const int FilesKept = 3;

    private readonly Lock _gate = new();
    private readonly Queue<LogLine> _lines = new();
    private readonly List<Channel<LogLine>> _followers = [];
    private StreamWriter? _writer;
    private long _number;

    public string File => file;

    public void Write(string text)
    {
        lock (_gate)
        {
            var line = new LogLine(++_number, DateTimeOffset.UtcNow, text);
            _lines.Enqueue(line);
            if (_lines.Count > LinesKept)
            {
                _lines.Dequeue();
            }

            Append(line);
            foreach (var follower in _followers)
            {
                follower.Writer.TryWrite(line);
            }
        }
    }

    public IReadOnlyList<LogLine> Tail(int count = LinesKept)
    {
        lock (_gate)
        {
            return [.. _lines.TakeLast(count)];
        }
    }

    /// <summary>The lines so far, then new ones as they come; a slow reader loses the oldest.</summary>
    public async IAsyncEnumerable<LogLine> FollowAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<LogLine>(
            new BoundedChannelOptions(LinesKept) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
        {
            foreach (var line in _lines)
            {
                channel.Writer.TryWrite(line);
            }

            _followers.Add(channel);
        }

        try
        {
            await foreach (var line in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return line;
            }
        }
        finally
        {
            lock (_gate)
            {
                _followers.Remove(channel);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer?.Dispose();
            _writer = null;
            foreach (var follower in _followers)
            {
                follower.Writer.TryComplete();
            }
        }
    }

    private void Append(LogLine line)
    {
        try
        {
            if (_writer?.BaseStream.Length >= BytesPerFile)
            {
                _writer.Dispose();
                _writer = null;
                Rotate();
            }

            _writer ??= new StreamWriter(file, append: true) { AutoFlush = true };
            _writer.WriteLine($"{line.At:yyyy-MM-ddTHH:mm:ss.fffZ} {line.Text}");
        }
        catch (IOException)
        {
            // A full disk must not stop the system; the lines in memory are still there.
        }
    }

    private void Rotate()
    {
        for (var number = FilesKept - 1; number >= 1; number--)
        {
            if (System.IO.File.Exists($"{file}.{number}"))
            {
                System.IO.File.Move($"{file}.{number}", $"{file}.{number + 1}", overwrite: true);
            }
        }

        System.IO.File.Move(file, $"{file}.1", overwrite: true);
    }
}

internal sealed record LogLine(long Number, DateTimeOffset At, string Text);
