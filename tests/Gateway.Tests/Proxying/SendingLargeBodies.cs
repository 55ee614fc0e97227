using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using OneVOne.Testing;

namespace OneVOne.Gateway.Tests.Proxying;

public sealed class SendingLargeBodies
{
    private const int TenMegabytes = 10 * 1024 * 1024;
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ten_megabytes_are_refused_and_the_sender_gets_to_read_why(bool chunked)
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica);

        for (var n = 0; n < 5; n++)
        {
            using var request = Post(new byte[TenMegabytes], chunked);
            await gateway.Http.SendAsync(request, Cancelled).ShouldBeProblemAsync(413, "request.too_large");
        }

        Assert.Equal(0, replica.Requests);
    }

    [Fact]
    public async Task A_sender_that_waits_for_nothing_is_answered_before_its_body_ends()
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica);
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Address.Host, gateway.Address.Port, Cancelled);
        var stream = client.GetStream();

        await stream.WriteAsync("POST /api/chat/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10485760\r\n\r\nstart"u8.ToArray(), Cancelled);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync(Cancelled));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_limit_itself_passes_and_one_byte_more_does_not(bool chunked)
    {
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, "chat", ("MaxBodySize", "1000"));

        using var fits = Post(new byte[1000], chunked);
        var told = await gateway.Http.SendAsync(fits, Cancelled).ShouldBeAsync(200);
        Assert.Equal(1000, told.GetProperty("bodyLength").GetInt64());

        using var tooLarge = Post(new byte[1001], chunked);
        await gateway.Http.SendAsync(tooLarge, Cancelled).ShouldBeProblemAsync(413, "request.too_large");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_picture_may_be_as_large_as_Identity_takes_and_nothing_else_of_Identity(bool chunked)
    {
        const int twoMebibytes = 2 * 1024 * 1024;
        await using var replica = await StandInReplica.StartAsync();
        await using var gateway = GatewayApp.Start(replica, "identity");

        using var fits = Post(new byte[twoMebibytes], chunked, "/api/identity/me/avatar");
        var told = await gateway.Http.SendAsync(fits, Cancelled).ShouldBeAsync(200);
        Assert.Equal(twoMebibytes, told.GetProperty("bodyLength").GetInt64());

        using var tooLarge = Post(new byte[twoMebibytes + 1], chunked, "/api/identity/me/avatar");
        await gateway.Http.SendAsync(tooLarge, Cancelled).ShouldBeProblemAsync(413, "request.too_large");
        using var elsewhere = Post(new byte[twoMebibytes], chunked, "/api/identity/me");
        await gateway.Http.SendAsync(elsewhere, Cancelled).ShouldBeProblemAsync(413, "request.too_large");
    }

    private static HttpRequestMessage Post(byte[] body, bool chunked, string path = "/api/chat/x")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        return request;
    }
}
