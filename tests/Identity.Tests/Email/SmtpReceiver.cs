using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OneVOne.Identity.Tests.Email;

/// <summary>A mail server (RFC 5321), as much of one as is needed to take a mail or refuse it.</summary>
internal sealed class SmtpReceiver : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private int refused;

    public ConcurrentQueue<Mail> Received { get; } = new();

    public int Refused => Volatile.Read(ref refused);

    /// <summary>Answers every mail with "try again later".</summary>
    public bool Refusing { get; set; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public static SmtpReceiver Start()
    {
        var receiver = new SmtpReceiver();
        receiver.listener.Start();
        _ = receiver.AcceptAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                _ = TalkAsync(await listener.AcceptTcpClientAsync(stopping.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var connection = client;
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, Encoding.ASCII) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 localhost");
        while (await reader.ReadLineAsync() is { } line)
        {
            var command = line.Split(' ')[0].ToUpperInvariant();
            if (command == "MAIL" && Refusing)
            {
                Interlocked.Increment(ref refused);
                await writer.WriteLineAsync("451 Try again later");
                continue;
            }

            await writer.WriteLineAsync(command switch
            {
                "DATA" => "354 Go on",
                "QUIT" => "221 Bye",
                _ => "250 OK",
            });
            if (command == "DATA")
            {
                Received.Enqueue(Mail.Parse(await ReadMailAsync(reader)));
                await writer.WriteLineAsync("250 Taken");
            }
        }
    }

    private static async Task<string> ReadMailAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
        {
            text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append('\n');
        }

        return text.ToString();
    }
}
