using OneVOne.Testing;

namespace OneVOne.Presence.Tests;

internal static class Hearing
{
    /// <summary>What a device has heard of a person so far, in order.</summary>
    public static IReadOnlyList<string> StatusesOf(this HubClient device, TestUser person) =>
        [.. device.Heard("PresenceChanged")
            .Where(status => status.GetProperty("userId").GetGuid() == person.Id)
            .Select(status => status.GetProperty("status").GetString()!)];

    /// <summary>Waits until what a device has heard of a person is exactly this.</summary>
    public static Task HearsOfAsync(this HubClient device, TestUser person, params string[] statuses) =>
        Eventually.IsAsync(
            () => $"hear of {person.Username}: {string.Join(", ", statuses)}; heard {string.Join(' ', device.StatusesOf(person))}",
            () => Task.FromResult(device.StatusesOf(person).SequenceEqual(statuses)));

    /// <summary>What the newest word of a device about a person is, soon.</summary>
    public static Task HearsLastOfAsync(this HubClient device, TestUser person, string status, TimeSpan? within = null) =>
        Eventually.IsAsync(
            () => $"hear of {person.Username} last: {status}; heard {string.Join(' ', device.StatusesOf(person))}",
            () => Task.FromResult(device.StatusesOf(person) is [.., var last] && last == status),
            within);

    /// <summary>
    /// As <see cref="HearsOfAsync"/>, but the same word twice counts once: who comes online just before a friendship begins may
    /// be told of for either reason or both.
    /// </summary>
    public static Task HearsInTurnOfAsync(this HubClient device, TestUser person, params string[] statuses) =>
        Eventually.IsAsync(
            () => $"hear of {person.Username} in turn: {string.Join(", ", statuses)}; heard {string.Join(' ', device.StatusesOf(person))}",
            () => Task.FromResult(
                device.StatusesOf(person).Aggregate(
                    new List<string>(), (turns, status) => turns is [.., var last] && last == status ? turns : [.. turns, status])
                .SequenceEqual(statuses)));
}
