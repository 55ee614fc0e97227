using System.Reflection;
using OneVOne.Contracts.Identity;

namespace OneVOne.Contracts.Tests;

/// <summary>What the wire cannot show: an event is data alone, of types that mean the same everywhere.</summary>
public sealed class EventsAsTypes
{
    private static readonly HashSet<Type> Facts =
        [typeof(Guid), typeof(string), typeof(int), typeof(long), typeof(bool), typeof(DateTimeOffset)];

    public static TheoryData<Type> Contracts =>
        [.. typeof(UserRegistered).Assembly.GetExportedTypes().Where(type => !type.IsEnum)];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void A_contract_is_a_sealed_record_of_ids_and_facts(Type contract) => Assert.Empty(Faults(contract));

    [Fact]
    public void The_rule_can_fail() => Assert.Equal(
        [
            "is not sealed", "has a base class", "has a suffix that says what kind of thing it is",
            "At: DateTime is no fact", "Other: UserRegistered[] is no fact",
        ],
        Faults(typeof(WrongEvent)));

    private static List<string> Faults(Type contract)
    {
        var faults = new List<string>();
        if (!contract.IsSealed)
        {
            faults.Add("is not sealed");
        }

        if (contract.BaseType != typeof(object))
        {
            faults.Add("has a base class");
        }

        if (contract.Name.EndsWith("Event", StringComparison.Ordinal)
            || contract.Name.EndsWith("Dto", StringComparison.Ordinal))
        {
            faults.Add("has a suffix that says what kind of thing it is");
        }

        faults.AddRange(contract.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => !IsFact(property.PropertyType))
            .Select(property => $"{property.Name}: {property.PropertyType.Name} is no fact"));
        return faults;
    }

    private static bool IsFact(Type type) =>
        Facts.Contains(type)
        || (Nullable.GetUnderlyingType(type) is { } inner && IsFact(inner))
        || (type.IsEnum && type.Assembly == typeof(UserRegistered).Assembly)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            && (IsFact(type.GenericTypeArguments[0]) || Faults(type.GenericTypeArguments[0]).Count == 0));

    private class AnyEvent;

    private abstract class WrongEvent : AnyEvent
    {
        public DateTime At { get; set; }

        public UserRegistered[] Other { get; set; } = [];
    }
}
