using System.Net;
using System.Net.Sockets;

namespace OneVOne.AppHost.Local.Health;

/// <summary>
/// Says a server's first words in its own protocol and looks at the answer. An open port alone says little: the kernel
/// accepts for a program that hangs, and PostgreSQL listens before it can work.
/// </summary>
internal sealed class TcpProbe(EndpointAnnotation endpoint, Func<Socket, CancellationToken, Task<string?>> talk)
    : IHealthProbe
{
    public async Task<string?> AskAsync(int replica, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, endpoint.Allocated[replica]), cancellationToken);
        return await talk(socket, cancellationToken);
    }

    public static TcpProbe Open(EndpointAnnotation endpoint) =>
        new(endpoint, (_, _) => Task.FromResult<string?>(null));

    // A startup message; 'R' asks for the password, 'E' says that the server is starting or stopping.
    public static TcpProbe PostgreSql(EndpointAnnotation endpoint) => new(endpoint, async (socket, cancellationToken) =>
    {
        var words = "user\0postgres\0database\0postgres\0\0"u8;
        byte[] message = [0, 0, 0, (byte)(words.Length + 8), 0, 3, 0, 0, .. words];
        return await AnswerAsync(socket, message, cancellationToken) is [(byte)'R', ..] ? null : "not ready for sessions";
    });

    public static TcpProbe Redis(EndpointAnnotation endpoint, ParameterResource password) =>
        new(endpoint, async (socket, cancellationToken) =>
        {
            var secret = await password.GetValueAsync(cancellationToken);
            var message = System.Text.Encoding.ASCII.GetBytes($"AUTH {secret}\r\nPING\r\n");
            var answer = System.Text.Encoding.ASCII.GetString(await AnswerAsync(socket, message, cancellationToken));
            return answer.StartsWith("+OK", StringComparison.Ordinal) ? null : answer.Trim();
        });

    // A closed port until the broker has booted; then the method frame Connection.Start.
    public static TcpProbe RabbitMq(EndpointAnnotation endpoint) => new(endpoint, async (socket, cancellationToken) =>
    {
        var header = "AMQP\0\0\u0009\u0001"u8.ToArray();
        return await AnswerAsync(socket, header, cancellationToken) is [1, ..] ? null : "not AMQP 0-9-1";
    });

    private static async Task<byte[]> AnswerAsync(Socket socket, byte[] message, CancellationToken cancellationToken)
    {
        await socket.SendAsync(message, cancellationToken);
        var buffer = new byte[1024];
        var count = await socket.ReceiveAsync(buffer, cancellationToken);
        return buffer[..count];
    }
}
