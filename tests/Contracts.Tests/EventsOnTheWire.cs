using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Serialization;
using OneVOne.Contracts.Identity;

namespace OneVOne.Contracts.Tests;

/// <summary>
/// Pins every event as replicas of two releases say it to each other, and as it waits in an outbox over an upgrade. A line
/// that must change here breaks a running system: make a new event beside the old one, or append an optional field.
/// </summary>
public sealed class EventsOnTheWire
{
    // The options of the outbox (ServiceDefaults/Messaging/OutboxTypes.cs); its bodies may be older than the process.
    private static readonly JsonSerializerOptions Outbox = new(JsonSerializerDefaults.Web);

    public static TheoryData<string, string, string> Literals => new()
    {
        {
            "OneVOne.Contracts.Identity.UserRegistered",
            "urn:message:OneVOne.Contracts.Identity:UserRegistered",
            """
            {"userId":"01936f6e-0000-7000-8000-00000000000a","username":"ann","displayName":"Ann",
             "registeredAt":"2026-11-21T10:00:00.123456+00:00","version":1}
            """
        },
        {
            "OneVOne.Contracts.Identity.ProfileChanged",
            "urn:message:OneVOne.Contracts.Identity:ProfileChanged",
            """
            {"userId":"01936f6e-0000-7000-8000-00000000000a","username":"ann","displayName":"Ann",
             "avatarId":"01936f6e-0000-7000-8000-000000000005","changedAt":"2026-11-21T10:00:00+00:00","version":2}
            """
        },
        {
            "OneVOne.Contracts.Identity.UserDeleted",
            "urn:message:OneVOne.Contracts.Identity:UserDeleted",
            """
            {"userId":"01936f6e-0000-7000-8000-00000000000a","deletedAt":"2026-11-21T10:00:00+00:00","version":3}
            """
        },
        {
            "OneVOne.Contracts.Identity.DataExportRequested",
            "urn:message:OneVOne.Contracts.Identity:DataExportRequested",
            """
            {"exportId":"01936f6e-0000-7000-8000-000000000004","userId":"01936f6e-0000-7000-8000-00000000000a",
             "requestedAt":"2026-11-21T10:00:00+00:00"}
            """
        },
        {
            "OneVOne.Contracts.Identity.DataExportReady",
            "urn:message:OneVOne.Contracts.Identity:DataExportReady",
            """
            {"exportId":"01936f6e-0000-7000-8000-000000000004","userId":"01936f6e-0000-7000-8000-00000000000a",
             "readyAt":"2026-11-21T10:00:00+00:00","expiresAt":"2026-11-28T10:00:00+00:00"}
            """
        },
        {
            "OneVOne.Contracts.Privacy.PersonalDataGathered",
            "urn:message:OneVOne.Contracts.Privacy:PersonalDataGathered",
            """
            {"exportId":"01936f6e-0000-7000-8000-000000000004","userId":"01936f6e-0000-7000-8000-00000000000a",
             "service":"chat","file":"messages.json","index":0,"isLast":true,"content":"[\"Grüße\"]"}
            """
        },
        {
            "OneVOne.Contracts.Privacy.PersonErased",
            "urn:message:OneVOne.Contracts.Privacy:PersonErased",
            """
            {"userId":"01936f6e-0000-7000-8000-00000000000a","service":"chat","erasedAt":"2026-11-21T10:00:00+00:00"}
            """
        },
        {
            "OneVOne.Contracts.Friends.RelationshipChanged",
            "urn:message:OneVOne.Contracts.Friends:RelationshipChanged",
            """
            {"lowUserId":"01936f6e-0000-7000-8000-00000000000a","highUserId":"01936f6e-0000-7000-8000-00000000000b",
             "areFriends":false,"lowBlocksHigh":true,"highBlocksLow":false,
             "changedAt":"2026-11-21T10:00:00+00:00","version":9007199254740993}
            """
        },
        {
            "OneVOne.Contracts.Friends.PrivacyChanged",
            "urn:message:OneVOne.Contracts.Friends:PrivacyChanged",
            """
            {"userId":"01936f6e-0000-7000-8000-00000000000a","friendRequests":1,"directMessages":2,
             "groupInvites":3,"gameInvites":4,"presence":3,"changedAt":"2026-11-21T10:00:00+00:00","version":5}
            """
        },
        {
            "OneVOne.Contracts.Friends.FriendRequestSent",
            "urn:message:OneVOne.Contracts.Friends:FriendRequestSent",
            """
            {"requestId":"01936f6e-0000-7000-8000-000000000001","fromUserId":"01936f6e-0000-7000-8000-00000000000a",
             "toUserId":"01936f6e-0000-7000-8000-00000000000b","sentAt":"2026-11-21T10:00:00+00:00","note":"It is me"}
            """
        },
        {
            "OneVOne.Contracts.Friends.FriendRequestAccepted",
            "urn:message:OneVOne.Contracts.Friends:FriendRequestAccepted",
            """
            {"requestId":"01936f6e-0000-7000-8000-000000000001","fromUserId":"01936f6e-0000-7000-8000-00000000000a",
             "toUserId":"01936f6e-0000-7000-8000-00000000000b","acceptedAt":"2026-11-21T10:00:00+00:00","version":3}
            """
        },
        {
            "OneVOne.Contracts.Friends.FriendRequestClosed",
            "urn:message:OneVOne.Contracts.Friends:FriendRequestClosed",
            """
            {"requestId":"01936f6e-0000-7000-8000-000000000001","fromUserId":"01936f6e-0000-7000-8000-00000000000a",
             "toUserId":"01936f6e-0000-7000-8000-00000000000b","outcome":2,"closedAt":"2026-11-21T10:00:00+00:00"}
            """
        },
        {
            "OneVOne.Contracts.Chat.DirectMessagesSent",
            "urn:message:OneVOne.Contracts.Chat:DirectMessagesSent",
            """
            {"messages":[{"messageId":"01936f6e-0000-7000-8000-000000000002",
             "conversationId":"01936f6e-0000-7000-8000-000000000003","seq":9007199254740993,
             "authorId":"01936f6e-0000-7000-8000-00000000000a","recipientId":"01936f6e-0000-7000-8000-00000000000b",
             "preview":"Grüße 👋 \"x\"","sentAt":"2026-11-21T10:00:00+00:00"}]}
            """
        },
        {
            "OneVOne.Contracts.Chat.ConversationRead",
            "urn:message:OneVOne.Contracts.Chat:ConversationRead",
            """
            {"userId":"01936f6e-0000-7000-8000-00000000000a","conversationId":"01936f6e-0000-7000-8000-000000000003",
             "seq":7,"readAt":"2026-11-21T10:00:00+00:00"}
            """
        },
    };

    /// <summary>Types that travel only inside an event of <see cref="Literals"/>.</summary>
    private static readonly HashSet<string> Parts =
    [
        "OneVOne.Contracts.Chat.DirectMessage",
        "OneVOne.Contracts.Friends.FriendRequestOutcome",
        "OneVOne.Contracts.Friends.Audience",
    ];

    [Theory]
    [MemberData(nameof(Literals))]
    public void An_event_says_exactly_this_and_reads_it_back(string type, string urn, string literal)
    {
        var contract = Contract(type);
        Assert.Equal(urn, MessageUrn.ForType(contract).ToString());
        foreach (var options in new[] { Outbox, SystemTextJsonMessageSerializer.Options })
        {
            var read = JsonSerializer.Deserialize(literal, contract, options)!;
            AssertSame(literal, JsonSerializer.Serialize(read, contract, options));
        }
    }

    [Theory]
    [MemberData(nameof(Literals))]
    public void An_event_of_a_newer_release_is_read_by_an_older_one(string type, string urn, string literal)
    {
        Assert.StartsWith("urn:message:", urn, StringComparison.Ordinal);
        var newer = JsonNode.Parse(literal)!.AsObject();
        newer["fieldOfTomorrow"] = "x";
        foreach (var options in new[] { Outbox, SystemTextJsonMessageSerializer.Options })
        {
            var read = JsonSerializer.Deserialize(newer.ToJsonString(), Contract(type), options)!;
            AssertSame(literal, JsonSerializer.Serialize(read, Contract(type), options));
        }
    }

    [Fact]
    public void Every_contract_is_pinned()
    {
        var pinned = Literals.Select(row => row.Data.Item1).Concat(Parts).Order();
        var contracts = typeof(UserRegistered).Assembly.GetExportedTypes().Select(type => type.FullName!).Order();
        Assert.Equal(pinned, contracts);
    }

    [Fact]
    public void A_renamed_or_missing_field_is_noticed()
    {
        var literal = Literals.First().Data.Item3;
        var renamed = literal.Replace("username", "userName", StringComparison.Ordinal);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertSame(renamed, literal));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertSame(literal, "{}"));
    }

    private static Type Contract(string name) =>
        typeof(UserRegistered).Assembly.GetType(name) ?? throw new InvalidOperationException($"{name} is gone or renamed.");

    private static void AssertSame(string literal, string written) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(literal), JsonNode.Parse(written)), $"Pinned:  {literal}\nWritten: {written}");
}
