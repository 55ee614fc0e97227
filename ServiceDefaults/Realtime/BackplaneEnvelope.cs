using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>What goes over Redis between replicas: who sent it, whom to skip, and the bytes that clients receive.</summary>
internal sealed record BackplaneEnvelope(Guid Origin, IReadOnlyList<string> Targets, SerializedHubMessage Message)
{
    public static byte[] Write(Guid origin, IReadOnlyList<string> targets, ReadOnlyMemory<byte> payload)
    {
        using var stream = new MemoryStream(payload.Length + 64);
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(origin.ToByteArray());
        writer.Write7BitEncodedInt(targets.Count);
        foreach (var target in targets)
        {
            writer.Write(target);
        }

        writer.Write(payload.Span);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads an envelope; null when it is this replica's own.</summary>
    public static BackplaneEnvelope? Read(byte[] bytes, Guid self, IHubProtocol protocol)
    {
        var origin = new Guid(bytes.AsSpan(0, 16));
        if (origin == self)
        {
            return null;
        }

        using var stream = new MemoryStream(bytes, 16, bytes.Length - 16);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var targets = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = reader.ReadString();
        }

        var payload = bytes.AsMemory(16 + (int)stream.Position);
        return new(origin, targets, new SerializedHubMessage([new SerializedMessage(protocol.Name, payload)]));
    }
}
