using System.ComponentModel.DataAnnotations;

namespace OneVOne.Chat.Realtime;

/// <summary>Who hears what, at once or in hints; section <c>Chat:Fanout</c>.</summary>
internal sealed class FanoutOptions
{
    /// <summary>
    /// How many connections of one replica hear all events of a conversation though they do not look at it. Those who come
    /// beyond hear events while they look, else a hint now and then.
    /// </summary>
    [Range(0, 1_000_000)]
    public int LargeRoom { get; set; } = 500;
}
