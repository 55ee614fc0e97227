using System.Reflection;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneVOne.ServiceDefaults.Messaging;
using OneVOne.ServiceDefaults.People;
using OneVOne.ServiceDefaults.Privacy;
using OneVOne.ServiceDefaults.Relationships;

namespace OneVOne.Contracts.Tests;

/// <summary>
/// Pins the queue of every consumer and the events that it takes. A renamed consumer is a new queue: the old one keeps
/// its events for ever, unread, and the new one starts empty. Who renames must move them, and only then this line.
/// </summary>
public sealed class QueuesOfServices
{
    private static readonly string[] Services = ["identity", "friends", "chat", "presence", "notifications"];

    /// <summary>What a service takes of ServiceDefaults beside its own consumers; its Program.cs says the same.</summary>
    private static readonly Dictionary<string, Action<IHostApplicationBuilder>> Shared = new()
    {
        ["identity"] = builder => builder.AddRelationships().AddPersonalData<NothingKept>("identity"),
        ["friends"] = builder => builder.AddPeople().AddPersonalData<NothingKept>("friends"),
        ["chat"] = builder => builder.AddPeople().AddRelationships().AddPersonalData<NothingKept>("chat"),
        ["presence"] = builder => builder.AddRelationships().AddPersonalData<NothingKept>("presence"),
        ["notifications"] = builder => builder.AddPeople().AddRelationships().AddPersonalData<NothingKept>("notifications"),
    };

    [Fact]
    public void The_queues_are_these() => Assert.Equal(
        [
            "chat-erase-person <- UserDeleted",
            "chat-gather-personal-data <- DataExportRequested",
            "chat-remember-person <- ProfileChanged, UserDeleted, UserRegistered",
            "chat-remember-privacy <- PrivacyChanged",
            "chat-remember-relationship <- RelationshipChanged",
            "friends-erase-person <- UserDeleted",
            "friends-gather-personal-data <- DataExportRequested",
            "friends-remember-person <- ProfileChanged, UserDeleted, UserRegistered",
            "identity-erase-person <- UserDeleted",
            "identity-gather-personal-data <- DataExportRequested",
            "identity-note-erasure <- PersonErased",
            "identity-remember-privacy <- PrivacyChanged",
            "identity-remember-relationship <- RelationshipChanged",
            "identity-store-personal-data <- PersonalDataGathered",
            "notifications-erase-person <- UserDeleted",
            "notifications-gather-personal-data <- DataExportRequested",
            "notifications-notify-of-acceptance <- FriendRequestAccepted",
            "notifications-notify-of-direct-messages <- DirectMessagesSent",
            "notifications-notify-of-export <- DataExportReady",
            "notifications-notify-of-friend-request <- FriendRequestSent",
            "notifications-read-direct-messages <- ConversationRead",
            "notifications-remember-person <- ProfileChanged, UserDeleted, UserRegistered",
            "notifications-remember-privacy <- PrivacyChanged",
            "notifications-remember-relationship <- RelationshipChanged",
            "notifications-withdraw-friend-request <- FriendRequestClosed",
            "presence-erase-person <- UserDeleted",
            "presence-gather-personal-data <- DataExportRequested",
            "presence-remember-privacy <- PrivacyChanged",
            "presence-remember-relationship <- RelationshipChanged",
        ],
        Services.SelectMany(service => QueuesOf(service, AssemblyOf(service))).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_event_has_a_consumer()
    {
        var consumed = Services.SelectMany(service => ConsumersOf(service, AssemblyOf(service)).SelectMany(EventsOf));
        var events = EventsOnTheWire.Literals.Select(row => row.Data.Item1.Split('.')[^1]);
        Assert.Equal(events.Order(), consumed.Distinct().Order());
    }

    [Fact]
    public void A_consumer_that_is_internal_has_a_queue_too() =>
        Assert.Contains(
            "tests-count-nothing <- UserRegistered", QueuesOf("tests", typeof(QueuesOfServices).Assembly));

    private static Assembly AssemblyOf(string service) =>
        Assembly.Load($"OneVOne.{char.ToUpperInvariant(service[0])}{service[1..]}");

    /// <summary>As the service itself adds them, so that its naming and its scan are under test, not a copy of them.</summary>
    private static IEnumerable<string> QueuesOf(string service, Assembly assembly)
    {
        var names = Register(service, assembly)
            .Select(descriptor => descriptor.ImplementationInstance).OfType<IEndpointNameFormatter>().Single();
        var nameOf = typeof(IEndpointNameFormatter).GetMethod(nameof(IEndpointNameFormatter.Consumer))!;
        return ConsumersOf(service, assembly).Select(consumer =>
            $"{nameOf.MakeGenericMethod(consumer).Invoke(names, null)} <- {string.Join(", ", EventsOf(consumer))}");
    }

    private static IEnumerable<Type> ConsumersOf(string service, Assembly assembly) =>
        Register(service, assembly).Select(descriptor => descriptor.ServiceType)
            .Where(type => type.IsAssignableTo(typeof(IConsumer))
                && (type.Assembly == assembly || type.Assembly == typeof(MessagingExtensions).Assembly));

    private static IEnumerable<string> EventsOf(Type consumer) =>
        consumer.GetInterfaces()
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConsumer<>))
            .Select(type => type.GenericTypeArguments[0].Name)
            .Order(StringComparer.Ordinal);

    private static IServiceCollection Register(string service, Assembly assembly)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddMessaging(service, assembly);
        Shared.GetValueOrDefault(service)?.Invoke(builder);
        return builder.Services;
    }
}

internal sealed class CountNothingConsumer : IConsumer<Identity.UserRegistered>
{
    public Task Consume(ConsumeContext<Identity.UserRegistered> context) => Task.CompletedTask;
}

internal sealed class NothingKept : IPersonalData
{
    public IEnumerable<PersonalDataFile> Files(Guid userId) => [];

    public Task EraseAsync(Guid userId, DateTimeOffset deletedAt, CancellationToken cancellationToken) => Task.CompletedTask;
}
