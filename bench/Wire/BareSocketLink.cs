namespace OneVOne.Bench.Wire;

/// <summary>A WebSocket that tells everyone in its room what one of them says, and answers nothing.</summary>
internal sealed class BareSocketLink : Link
{
    public override bool Answers => false;

    public static async Task<BareSocketLink> ConnectAsync(Uri server, string room)
    {
        var link = new BareSocketLink();
        await link.OpenAsync(new UriBuilder(server) { Scheme = "ws", Path = $"/socket/{room}" }.Uri);
        return link;
    }

    public override bool Send(Stamp stamp)
    {
        Span<byte> text = stackalloc byte[Stamp.TextBytes];
        stamp.WriteText(text);
        return Socket.Send(text);
    }

    protected override void Take(ReadOnlySpan<byte> message) => Hear(message);
}
