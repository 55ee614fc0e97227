using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace OneVOne.ServiceDefaults.Realtime;

/// <summary>What goes over Redis between replicas: who sent it, whom to skip, and the bytes that clients receive.</summary>
internal sealed record BackplaneEnvelope(Guid Origin, IReadOnlyList<string> Targets, SerializedHubMessage Message)
{
    private const int OriginLength = 16;

    public static byte[] Write(Guid origin, IReadOnlyList<string> targets, ReadOnlyMemory<byte> payload)
    {
        if (targets.Count == 0)
        {
            // Nearly all of them: one copy, no writer.
            var envelope = new byte[OriginLength + 1 + payload.Length];
            origin.TryWriteBytes(envelope);
            payload.CopyTo(envelope.AsMemory(OriginLength + 1));
            return envelope;
        }

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
        var origin = new Guid(bytes.AsSpan(0, OriginLength));
        if (origin == self)
        {
            return null;
        }

        using var stream = new MemoryStream(bytes, OriginLength, bytes.Length - OriginLength);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        var targets = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = reader.ReadString();
        }

        var payload = bytes.AsMemory(OriginLength + (int)stream.Position);
        return new(origin, targets, new SerializedHubMessage([new SerializedMessage(protocol.Name, payload)]));
    }
}
